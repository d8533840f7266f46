import { createServer, type Server } from "node:http";
import { expect } from "chai";
import { configKeys } from "../../stack/config/config.ts";
import { type CommandResult, copyProject, type Project } from "../support/project.ts";

/** What no key takes: every kind of value is on one line and has no blanks at its ends. */
const wrongForAll = " \u0007 ";

describe("npm run up with a wrong configuration", function () {
  this.timeout(30_000);
  let project: Project;
  let engine: Server;
  let asked: number;

  before(async () => {
    project = await copyProject();
    engine = createServer((_, response) => {
      asked += 1;
      response.end("{}");
    });
    await new Promise<void>((resolve) => engine.listen(0, "127.0.0.1", resolve));
  });

  beforeEach(() => {
    asked = 0;
  });

  after(async () => {
    engine.close();
    await project.dispose();
  });

  /** Runs `up` against an engine that only notices. */
  async function start(file: string, ...args: string[]): Promise<CommandResult> {
    const { port } = engine.address() as { port: number };
    await project.write("Pulumi.wrong.yaml", file);
    const command = ["stack/commands/cli.ts", "up", "--stack", "wrong", ...args];
    const env = { TALLY_ENGINE: "embedded", DOCKER_HOST: `tcp://127.0.0.1:${port}` };
    return await project.run("node", command, { env });
  }

  /** Expects a refusal, and nothing to have changed. */
  async function refused(file: string, ...args: string[]): Promise<string> {
    const { exitCode, output, stdout } = await start(file, ...args);
    expect(exitCode, output).to.equal(1);
    expect(stdout).to.equal("");
    expect(asked, "requests to the engine").to.equal(0);
    expect(await project.read("Pulumi.wrong.yaml")).to.equal(file);
    expect(output, "a stack trace").to.not.match(/^ +at /m);
    return output.trim();
  }

  /** Expects one line for each key, which names it and says what would be right, and no other. */
  function expectLineForEach(output: string, keys: readonly string[], says: RegExp): void {
    // A secret has a second line, as it should not be here in clear.
    const inClear = / is a secret and is given in clear/;
    const lines = output
      .split("\n")
      .slice(1)
      .filter((line) => !inClear.test(line));
    for (const key of keys) {
      const about = lines.filter((line) => line.startsWith(`  - tally:${key} `));
      expect(about, key).to.have.length(1);
      expect(about[0]).to.match(says);
    }
    expect(lines).to.have.length(keys.length);
  }

  it("names every key of the stack's file whose value is wrong, and what would be right", async () => {
    const settings = configKeys.map((key) => `  tally:${key}: ${JSON.stringify(wrongForAll)}`);
    const output = await refused(`config:\n${settings.join("\n")}\n`);
    expectLineForEach(output, configKeys, / must be \w.{3,}/);
  });

  it("names every wrong setting of its command line", async () => {
    const settings = configKeys.flatMap((key) => ["--config", `${key}=`]);
    expectLineForEach(await refused("config: {}\n", ...settings), configKeys, / must be \w.{3,}/);
  });

  it("names every key that is misspelt", async () => {
    const misspelt = configKeys.map((key) => `${key}x`);
    const settings = misspelt.map((key) => `  ${key}: "1"`);
    expectLineForEach(
      await refused(`config:\n${settings.join("\n")}\n`),
      misspelt,
      / is not a setting of Tally/,
    );
  });

  it("names a value that is no text, number or flag", async () => {
    const output = await refused("config:\n  tally:replicas: [3]\n  tally:memory: {of: 3}\n  tally:cpus:\n");
    expectLineForEach(output, ["replicas", "memory", "cpus"], / must be .*, not "(\[3\]|\{"of":3\}|null)"/);
  });

  for (const [file, says] of [
    ["config: [a, b]\n", /^config in Pulumi\.wrong\.yaml must hold settings/],
    ["config: tally\n", /^config in Pulumi\.wrong\.yaml must hold settings/],
    ["tally:replicas: 3\n", /^Pulumi\.wrong\.yaml has "tally:replicas".*below config/],
    ["confg:\n  tally:replicas: 3\n", /^Pulumi\.wrong\.yaml has "confg", which must be one of config,/],
    ["- config\n", /^Pulumi\.wrong\.yaml must hold "config:"/],
    ["config:\n  tally:replicas: 3\n  tally:replicas: 4\n", /Pulumi\.wrong\.yaml is no YAML: Map keys/],
    ["config: {a\n", /Pulumi\.wrong\.yaml is no YAML/],
  ] as const) {
    it(`says what is wrong with the file ${JSON.stringify(file)}`, async () => {
      expect(await refused(file)).to.match(says);
    });
  }

  for (const [option, says] of [
    [["--config", "replicas"], /^"--config replicas" must have the form key=value/],
    [["--colour", "blue"], /--colour/],
    [["--config", "docker:host=tcp://nowhere"], /docker:host .* DOCKER_HOST/],
  ] as const) {
    it(`says what is wrong with ${option.join(" ")}`, async () => {
      expect(await refused("config: {}\n", ...option)).to.match(says);
    });
  }

  it("but a right one is the engine's turn", async () => {
    const { output } = await start("config: {}\n");
    expect(output).to.not.include("nothing was changed");
    expect(asked).to.be.above(0);
  });
});
