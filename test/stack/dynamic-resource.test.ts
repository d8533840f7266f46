import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "chai";
import { projectPath } from "../../stack/release/build-context.ts";
import { type Recording, recordProgram, theOnly } from "./recorded-program.ts";

describe("the text of a dynamic resource", function () {
  this.timeout(30_000);
  let recording: Recording;

  before(async () => {
    recording = await recordProgram();
  });

  /** Has a process do what Pulumi's dynamic provider does with the text, in the folder where it does so. */
  async function evaluate(kind: Parameters<typeof theOnly>[1], expression: string): Promise<unknown> {
    const { __provider } = theOnly(recording, kind).inputs;
    const print = `(async (provider) => ${expression})(exports.handler()).then((it) => console.log(JSON.stringify(it)))`;
    const args = ["--input-type=commonjs", "--eval", `${__provider};${print}`];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: projectPath("stack") });
    return JSON.parse(stdout);
  }

  it("has the functions that Pulumi looks for", async () => {
    const names = "Object.keys(provider)";
    expect(await evaluate("routes", names)).to.have.members(["diff", "create", "update", "delete"]);
    expect(await evaluate("secretFiles", names)).to.have.members(["diff", "create", "update"]);
    expect(await evaluate("processLimits", names)).to.have.members(["diff", "create", "update"]);
  });

  it("runs the project's own", async () => {
    const diff = 'await provider.diff("id", { limits: { redis: 1 } }, { limits: { redis: 2 } })';
    expect(await evaluate("processLimits", diff)).to.deep.equal({ changes: true });
    const files = 'await provider.diff("id", { files: { key: "old" } }, { files: { key: "new" } })';
    expect(await evaluate("secretFiles", files)).to.deep.equal({ changes: true });
  });
});
