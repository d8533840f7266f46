import { expect } from "chai";
import type Docker from "dockerode";
import { readStatus } from "../../../stack/status/status.ts";

/** An engine with a stack of which everything is gone once it has been listed. */
function engineOf(...roles: string[]): Docker {
  const refuse = (statusCode: number) => async () => {
    throw Object.assign(new Error("(HTTP code 4xx) unexpected"), { statusCode });
  };
  const listed = roles.map((role) => ({
    Id: role,
    Names: [`/tally-dev-${role}`],
    Labels: { "tally.role": role },
    State: "running",
  }));
  return {
    modem: {},
    listContainers: async () => listed,
    listImages: async () => [{ Id: "image" }],
    getImage: () => ({ inspect: refuse(404) }),
    getContainer: () => ({ inspect: refuse(404), stats: refuse(404), exec: refuse(409) }),
  } as unknown as Docker;
}

describe("the status of a stack", () => {
  it("leaves open what of it is replaced meanwhile", async () => {
    const status = await readStatus(engineOf("proxy", "service", "redis", "backup"), "dev");
    expect(status.containers.map(({ name }) => name)).to.have.length(4);
    expect(status).to.include({ counts: undefined, requestsPerSecond: undefined, lastBackup: null });
  });
});
