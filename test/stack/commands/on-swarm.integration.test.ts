import { chmod, mkdir } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import { commands } from "../../../stack/commands/commands.ts";
import { createTestApp, ownerKey } from "../../service/test-app.ts";
import { missingPrograms } from "../../support/host-programs.ts";
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

  it("names a command line that works, for the counters as lines", async function () {
    const missing = await missingPrograms("curl");
    if (missing.length > 0) {
      console.log(`      skipped: there is no ${missing}`);
      this.skip();
    }
    const { app, counters } = createTestApp();
    counters.values.set("blog/post-1", 7n);
    const server = createServer(app.callback());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    // What Pulumi says of the stack.
    await mkdir(join(project.directory, "fake"));
    const answers = `*" url "*) echo http://127.0.0.1:${port};; *" ownerKey --show-secrets "*) echo ${ownerKey};;`;
    await project.write("fake/pulumi", `#!/bin/sh\ncase "$* " in ${answers} esac\n`);
    await chmod(join(project.directory, "fake/pulumi"), 0o755);
    const env = { no_proxy: "127.0.0.1", PATH: `${join(project.directory, "fake")}:${process.env.PATH}` };
    try {
      for (const command of ["export", "import"]) {
        if (command === "import") counters.values.clear();
        const [, advised = ""] = /on a Swarm: (.*)/.exec((await start(command)).output) ?? [];
        const { exitCode, output } = await project.run("sh", ["-c", advised], { env });
        expect(exitCode, `${advised}\n${output}`).to.equal(0);
      }
    } finally {
      server.closeAllConnections();
      server.close();
    }
    expect(await project.read("counters.jsonl")).to.match(/^\{"counter":"blog\/post-1","value":"7".*\}\n$/);
    expect(counters.values.get("blog/post-1")).to.equal(7n);
  });
});
