import { join } from "node:path";
import { expect } from "chai";
import type Docker from "dockerode";
import { readStatus } from "../../../stack/status/status.ts";
import { copyProject } from "../../support/project.ts";

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
  it("names what is configured and has no container", async () => {
    const project = await copyProject();
    // The copy's module, which finds the copy's files.
    const copy: typeof import("../../../stack/status/status.ts") = await import(
      join(project.directory, "stack/status/status.ts")
    );
    const missing = async (...roles: string[]) => (await copy.readStatus(engineOf(...roles), "kept")).missing;
    await project.write("Pulumi.kept.yaml", 'config:\n  tally:backup: 6h\n  tally:monitoring: "on"\n');
    expect(await missing("proxy")).to.deep.equal(["backup", "prometheus"]);
    expect(await missing("proxy", "backup", "prometheus")).to.deep.equal([]);
    await project.write("Pulumi.kept.yaml", "config:\n  tally:backup: sometimes\n");
    expect(await missing("proxy")).to.deep.equal([]);
    await project.dispose();
  });

  it("leaves open what of it is replaced meanwhile", async () => {
    const status = await readStatus(engineOf("proxy", "service", "redis", "backup"), "dev");
    expect(status.containers.map(({ name }) => name)).to.have.length(4);
    expect(status.missing).to.deep.equal([]);
    expect(status).to.include({ counts: undefined, requestsPerSecond: undefined, lastBackup: null });
  });
});
