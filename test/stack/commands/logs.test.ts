import { PassThrough } from "node:stream";
import { expect } from "chai";
import type Docker from "dockerode";
import { logs } from "../../../stack/commands/logs.ts";
import { parseOptions } from "../../../stack/commands/options.ts";

describe("logs --follow", () => {
  it("asks for what starts before it asks what runs, so that nothing starts unseen between", async () => {
    const asked: string[] = [];
    const starts = new PassThrough().end();
    const docker = {
      async getEvents() {
        asked.push("starts");
        return starts;
      },
      async listContainers() {
        asked.push("containers");
        return [];
      },
    } as unknown as Docker;
    const options = parseOptions(["--stack", "unmade", "--follow"], "logs");
    const failure = await logs({ docker, options, report: () => {} }).catch((error: Error) => error);
    expect(failure).to.have.property("message").that.contains("is not up");
    expect(asked).to.deep.equal(["starts", "containers"]);
  });
});
