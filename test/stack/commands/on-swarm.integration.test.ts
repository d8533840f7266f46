import { expect } from "chai";
import { commands } from "../../../stack/commands/commands.ts";
import { copyProject, type Project } from "../../support/project.ts";

describe("a command for a stack on a Swarm", function () {
  this.timeout(60_000);
  let project: Project;

  before(async () => {
    project = await copyProject();
    const settings = ["platform: swarm", "registry: registry.example"].map((line) => `  tally:${line}`);
    await project.write("Pulumi.far.yaml", `config:\n${settings.join("\n")}\n`);
  });
  after(() => project.dispose());

  const start = (command: string) =>
    project.run("node", ["stack/commands/cli.ts", command, "--stack", "far"], {
      env: { DOCKER_HOST: "tcp://127.0.0.1:1", TALLY_ENGINE: "embedded" },
    });

  it("is carried out, or names what does its work there", async () => {
    const known = ["up", "preview", "down", "outputs"];
    const others = Object.keys(commands).filter((name) => !known.includes(name));
    const results = await Promise.all(others.map(async (name) => ({ name, ...(await start(name)) })));
    for (const { name, exitCode, output } of results) {
      expect(exitCode, name).to.equal(1);
      expect(output.trim()).to.match(
        new RegExp(`^npm run ${name} knows one machine only, and stack "far" is on a Swarm: .{20,}$`),
      );
    }
  });
});
