import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { engines } from "../../../support/engines.ts";
import { copyProject, type Project } from "../../../support/project.ts";
import { madeByPulumi } from "../../made-by-pulumi.ts";

const { passphrase } = madeByPulumi;

describe("the passphrase of a stack's secrets, at a terminal,", function () {
  this.timeout(60_000);
  let project: Project;

  const state = () => join(project.directory, "state");
  const withoutPassphrase = () => ({
    ...{
      TALLY_ENGINE: "pulumi",
      PULUMI_BACKEND_URL: `file://${state()}`,
      PULUMI_SKIP_UPDATE_CHECK: "true",
    },
    ...{ PULUMI_CONFIG_PASSPHRASE: undefined, PULUMI_CONFIG_PASSPHRASE_FILE: undefined },
  });
  after(() => project.dispose());

  /** What is typed is there before it is asked for. */
  const typed = (text: string, command: string) =>
    project.run(
      "sh",
      ["-c", 'echo "$1" | script --quiet --return --command "$2" /dev/null', "sh", text, command],
      {
        env: withoutPassphrase(),
      },
    );

  before(async function () {
    project = await copyProject();
    const hasScript = (await project.run("sh", ["-c", "command -v script"])).exitCode === 0;
    if (engines.includes("pulumi") && hasScript) return await mkdir(state());
    console.log("      skipped: it needs the Pulumi CLI, and script for a terminal");
    this.skip();
  });

  it("is not asked for where there is no stack, and none is made", async () => {
    const { exitCode, output } = await typed("", "node stack/commands/cli.ts outputs --stack fresh");
    expect(exitCode, output).to.equal(1);
    expect(output.trim()).to.equal('there is no stack "fresh"');
  });

  it("is asked for once where somebody has made the stack with one", async () => {
    const env = { ...withoutPassphrase(), PULUMI_CONFIG_PASSPHRASE: passphrase };
    await project.run("pulumi", ["stack", "init", "by-hand", "--no-select", "--non-interactive"], { env });
    const command = "node stack/commands/cli.ts outputs --stack by-hand";
    const { exitCode, output } = await typed(passphrase, command);
    expect(exitCode, output).to.equal(0);
    expect(output.match(/Passphrase of/g)).to.have.length(1);
  });
});
