import { join } from "node:path";
import { expect } from "chai";
import { failureOf } from "../../../support/failure.ts";
import { copyProject, type Project } from "../../../support/project.ts";
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
});
