import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { engines } from "../../../support/engines.ts";
import { copyProject, type Project } from "../../../support/project.ts";
import { failureOf } from "../../machine/failure.ts";
import { madeByPulumi } from "../../made-by-pulumi.ts";

const { salt, passphrase } = madeByPulumi;

describe("the passphrase of a stack's secrets, which the environment does not say,", function () {
  this.timeout(60_000);
  let project: Project;
  let module: typeof import("../../../../stack/engines/pulumi/passphrase.ts");
  let questions: string[];

  before(async () => {
    project = await copyProject();
    // The copy's module, which finds the copy's files.
    module = await import(join(project.directory, "stack/engines/pulumi/passphrase.ts"));
    await project.write("Pulumi.closed.yaml", `encryptionsalt: ${salt}\n`);
  });
  beforeEach(() => {
    questions = [];
  });
  after(() => project.dispose());

  const find = (stack: string, ...answers: string[]) =>
    module.findPassphrase(stack, async (question) => {
      questions.push(question);
      return answers[questions.length - 1] ?? "";
    });

  it("is the empty one of a new stack, and nobody is asked", async () => {
    expect(await find("new", "another")).to.equal("");
    expect(questions).to.deep.equal([]);
  });

  it("is left to Pulumi where nobody can be asked", async () => {
    expect(await module.findPassphrase("closed", undefined)).to.equal("");
  });

  it("is asked for until it is the right one", async () => {
    expect(await find("closed", "wrong", passphrase)).to.equal(passphrase);
    expect(questions).to.have.length(2);
    expect(questions[0]).to.contain('stack "closed"');
  });

  it("ends the command when it is not known", async () => {
    expect(await failureOf(find("closed", "one", "two", "three"))).to.match(
      /stay closed: nothing was changed/,
    );
  });

  describe("at a terminal", () => {
    const state = () => join(project.directory, "state");
    const withoutPassphrase = () => ({
      ...{
        TALLY_ENGINE: "pulumi",
        PULUMI_BACKEND_URL: `file://${state()}`,
        PULUMI_SKIP_UPDATE_CHECK: "true",
      },
      ...{ PULUMI_CONFIG_PASSPHRASE: undefined, PULUMI_CONFIG_PASSPHRASE_FILE: undefined },
    });
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
      const hasScript = (await project.run("sh", ["-c", "command -v script"])).exitCode === 0;
      if (engines.includes("pulumi") && hasScript) return await mkdir(state());
      console.log("      skipped: it needs the Pulumi CLI, and script for a terminal");
      this.skip();
    });

    it("is not needed to make a stack", async () => {
      const { exitCode, output } = await typed("", "node stack/commands/cli.ts outputs --stack fresh");
      expect(exitCode, output).to.equal(0);
      expect(output).to.contain('Making stack "fresh"').and.contain("empty passphrase");
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
});
