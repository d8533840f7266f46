import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { version } from "@pulumi/pulumi/version.js";
import { expect } from "chai";
import { keepEnvironment } from "../stack/kept-environment.ts";
import { findPulumi } from "./pulumi-cli.ts";

describe("findPulumi", () => {
  let folder: string;
  const system = process.env.PATH;
  keepEnvironment("PATH", "HOME");

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "tally-pulumi-"));
    process.env.HOME = folder;
    process.env.PATH = folder;
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function place(directory: string, script: string): Promise<void> {
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, "pulumi"), `#!/bin/sh\n${script}\n`);
    await chmod(join(directory, "pulumi"), 0o755);
  }
  const downloads = () => join(folder, ".pulumi", "versions", version, "bin");

  it("finds the one that is installed first", async () => {
    await place(folder, "echo v3.998.0");
    await place(downloads(), "echo v3.999.0");
    expect(findPulumi()).to.equal("v3.998.0");
  });

  it("finds the one that was downloaded, as everything that is started does from then on", async () => {
    await place(downloads(), "echo v3.999.0");
    expect(findPulumi()).to.equal("v3.999.0");
    expect(process.env.PATH?.split(delimiter)).to.include(downloads());
  });

  it("finds none where there is none", () => {
    expect(findPulumi()).to.equal(undefined);
  });

  it("takes none that fails for one that is not there", async () => {
    process.env.PATH = `${folder}${delimiter}${system}`;
    await place(folder, "echo no space left >&2; exit 1");
    expect(findPulumi).to.throw(/is there and does not work: .*\nno space left/);
  });

  it("takes none that cannot be run for one that is not there", async () => {
    await writeFile(join(folder, "pulumi"), "");
    expect(findPulumi).to.throw(/is there and does not work: .*EACCES/);
  });
});
