import { chmod, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import type Docker from "dockerode";
import { noChanges, type SettingChanges } from "../../../../stack/config/setting-changes.ts";
import { failureOf } from "../../../support/failure.ts";
import { copyProject, type Project } from "../../../support/project.ts";
import { keepEnvironment } from "../../kept-environment.ts";

/** Notes how it is called, and has no stack that is called "unknown". */
const cli = `#!/bin/sh
echo "$*" >> "$(dirname "$0")/calls"
[ "$1 $2 $4" = "stack export unknown" ] && echo "error: no stack named 'unknown' found" >&2 && exit 6
[ "$1 $2" = "stack export" ] && echo '{"deployment":null}'
[ "$1 $2" = "stack output" ] && echo "{}"
[ "$1 $2 $3" = "config set --secret" ] && cat > /dev/null
exit 0
`;

/** An engine without containers. */
const docker = { listContainers: async () => [] } as unknown as Docker;

describe("the engine of the Pulumi CLI", () => {
  let project: Project;
  let engines: typeof import("../../../../stack/engines/pulumi/pulumi-engine.ts");
  keepEnvironment("PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE");

  before(async () => {
    project = await copyProject();
    await mkdir(join(project.directory, "fake"));
    await project.write("fake/pulumi", cli);
    await chmod(join(project.directory, "fake/pulumi"), 0o755);
    // The copy's module, which finds the copy's files.
    engines = await import(join(project.directory, "stack/engines/pulumi/pulumi-engine.ts"));
  });
  after(() => project.dispose());

  beforeEach(async () => {
    process.env.PULUMI_BACKEND_URL = `file://${project.directory}`;
    process.env.PULUMI_CONFIG_PASSPHRASE = "";
    await rm(join(project.directory, "fake/calls"), { force: true });
  });

  const engine = () => engines.createPulumiEngine(docker, join(project.directory, "fake/pulumi"), "");
  const target = (changes: Partial<SettingChanges> = {}) => ({ stack: "called", ...noChanges, ...changes });
  const calls = async () =>
    (await readFile(join(project.directory, "fake/calls"), "utf8"))
      .split("\n")
      .map((line) => line.replace(" --non-interactive", ""));

  it("makes a stack that is not there to bring it up, and for nothing else", async () => {
    const unknown = { ...target(), stack: "unknown" };
    for (const act of ["down", "outputs"] as const) {
      expect(await failureOf(engine()[act](unknown))).to.equal('there is no stack "unknown"');
    }
    expect((await calls()).join()).to.not.match(/stack init|destroy/);
    await engine().up(unknown);
    expect(await calls()).to.include("stack init unknown --no-select");
  });

  it("takes down what runs of a stack whose state is lost", async () => {
    const removed: string[] = [];
    const container = { Id: "a", Labels: { "tally.engine": "pulumi", "tally.role": "service" } };
    const found = () => (removed.length === 0 ? [container] : []);
    const running = {
      listContainers: async () => found(),
      getContainer: (id: string) => ({
        inspect: async () => ({ Id: id, State: { Running: false } }),
        remove: async () => void removed.push(id),
      }),
    } as unknown as Docker;
    const lost = engines.createPulumiEngine(running, join(project.directory, "fake/pulumi"), "");
    await lost.down({ ...target(), stack: "unknown" });
    expect(removed).to.deep.equal(["a"]);
    expect((await calls()).join()).to.not.match(/stack init|destroy/);
  });

  it("takes a stack down that has no file", async () => {
    await engine().down({ ...target(), stack: "without-file" });
    expect(await calls()).to.include("destroy --yes --skip-preview --stack without-file");
  });

  it("forgets settings before an update", async () => {
    await engine().up(target({ unset: ["port", "docker:host"], config: ["replicas=2"] }));
    const made = await calls();
    const update = "up --yes --skip-preview --stack called --config replicas=2";
    expect(made).to.include.members([
      "config rm --stack called tally:port",
      "config rm --stack called docker:host",
    ]);
    expect(made.indexOf("config rm --stack called docker:host")).to.be.below(made.indexOf(update));
  });

  it("stores no secret that contradicts one of those that are kept encrypted", async () => {
    const { storeSettings } = await import(join(project.directory, "stack/config/stack-file.ts"));
    const secret = (setting: string) => ({ ...noChanges, secretConfig: [setting] });
    await storeSettings("called", secret("ownerKey=one-key-for-everybody"));
    const failure = await failureOf(engine().up(target(secret("readKey=one-key-for-everybody"))));
    expect(failure).to.match(/tally:readKey must be another key than tally:ownerKey/);
    expect((await calls()).join()).to.not.match(/config set|up /);
    await engine().up(target(secret("readKey=another-key-for-readers")));
    expect(await calls()).to.include("config set --secret --stack called tally:readKey");
  });

  it("forgets settings for a preview in a copy of the stack's file only", async () => {
    await engine().preview(target({ unset: ["port"] }));
    const removals = (await calls()).filter((call) => call.startsWith("config rm"));
    expect(removals).to.have.length(1);
    expect(removals[0]).to.match(
      /^config rm --stack called --config-file \S*\/tally-preview-\S+\/Pulumi\.called\.yaml tally:port$/,
    );
  });
});
