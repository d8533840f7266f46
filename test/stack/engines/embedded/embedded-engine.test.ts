import { join } from "node:path";
import { expect } from "chai";
import type Docker from "dockerode";
import { noChanges } from "../../../../stack/config/setting-changes.ts";
import { failureOf } from "../../../support/failure.ts";
import { copyProject, type Project } from "../../../support/project.ts";
import { keepEnvironment } from "../../kept-environment.ts";

/** It must not be asked for anything. */
const docker = {} as Docker;

describe("the embedded engine", () => {
  let project: Project;
  let engines: typeof import("../../../../stack/engines/embedded/embedded-engine.ts");
  let stackFiles: typeof import("../../../../stack/config/stack-file.ts");
  keepEnvironment("PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE");

  before(async () => {
    project = await copyProject();
    // The copy's modules, which find the copy's files.
    const load = (path: string) => import(join(project.directory, "stack", path));
    engines = await load("engines/embedded/embedded-engine.ts");
    stackFiles = await load("config/stack-file.ts");
  });
  after(() => project.dispose());

  it("stores no secret that contradicts one of those that are kept encrypted", async () => {
    const secret = (setting: string) => ({ ...noChanges, secretConfig: [setting] });
    await stackFiles.storeSettings("sealed", secret("ownerKey=one-key-for-everybody"));
    const before = await project.read("Pulumi.sealed.yaml");
    const engine = engines.createEmbeddedEngine(docker, "", () => undefined);
    const failure = await failureOf(
      engine.up({ stack: "sealed", ...secret("readKey=one-key-for-everybody") }),
    );
    expect(failure).to.match(/tally:readKey must be another key than tally:ownerKey/);
    expect(await project.read("Pulumi.sealed.yaml")).to.equal(before);
  });
});
