import { expect } from "chai";
import type Docker from "dockerode";
import type { Options } from "../../../stack/commands/options.ts";
import { status } from "../../../stack/commands/status.ts";
import { failureOf } from "../../support/failure.ts";

describe("the command status", () => {
  it("goes on watching after a look that failed", async () => {
    const docker = { listContainers: async () => [] } as unknown as Docker;
    const options = { stack: "dev", watch: true, json: false } as Options;
    const said: string[] = [];
    const report = (line: string) => {
      said.push(line);
      if (said.length === 2) throw new Error("enough");
    };
    expect(await failureOf(status({ docker, options, report }))).to.equal("enough");
    for (const line of said) expect(line).to.match(/^stack "dev" is not up/);
  });
});
