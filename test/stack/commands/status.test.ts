import { expect } from "chai";
import type Docker from "dockerode";
import type { Options } from "../../../stack/commands/options.ts";
import { status } from "../../../stack/commands/status.ts";
import { failureOf } from "../../support/failure.ts";

describe("the command status", () => {
  const options = { stack: "dev", watch: true, json: true } as Options;
  const stopped = {
    Id: "a",
    Names: ["/tally-dev-redis"],
    State: "exited",
    Labels: { "tally.role": "redis" },
  };

  /** An engine with a stopped container in the first looks, and with nothing after them. */
  function engineFor(looks: number): Docker {
    let left = looks;
    const missing = () => Promise.reject(Object.assign(new Error("no such container"), { statusCode: 404 }));
    const lists = { listContainers: async () => (left-- > 0 ? [stopped] : []), listImages: async () => [] };
    return { ...lists, getContainer: () => ({ inspect: missing, exec: missing }) } as unknown as Docker;
  }

  it("does not watch a stack that is not up", async () => {
    const failure = await failureOf(status({ docker: engineFor(0), options, report: () => undefined }));
    expect(failure).to.match(/^stack "dev" is not up/);
  });

  it("goes on watching after a look that failed", async () => {
    const said: string[] = [];
    const report = (line: string) => {
      said.push(line);
      if (said.length === 2) throw new Error("enough");
    };
    const log = console.log;
    console.log = () => undefined;
    try {
      expect(await failureOf(status({ docker: engineFor(1), options, report }))).to.equal("enough");
    } finally {
      console.log = log;
    }
    for (const line of said) expect(line).to.match(/^stack "dev" is not up/);
  });
});
