import { execFile } from "node:child_process";
import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { baseImages } from "../../stack/base-images.ts";
import { projectPath } from "../../stack/release/build-context.ts";

const run = promisify(execFile);
const digest = (character: string) => `sha256:${character.repeat(64)}`;

describe("the update of the base images", () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "tally-pins-"));
    file = join(folder, "base-images.ts");
    await copyFile(projectPath("stack/base-images.ts"), file);
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Runs it beside a registry that says this of every image. */
  async function pin(says: string): Promise<void> {
    const docker = join(folder, "docker");
    await writeFile(docker, `#!/bin/sh\necho "$@" >> "${folder}/asked"\necho "${says}"\n`);
    await chmod(docker, 0o755);
    await run(projectPath(".ci/pin-base-images"), [file], {
      env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
    });
  }

  async function official(): Promise<string[]> {
    const { baseImages: pinned } = (await import(`${file}?${Math.random()}`)) as {
      baseImages: typeof baseImages;
    };
    return Object.values(pinned).map((image) => image.official);
  }

  const tags = Object.values(baseImages).map(({ official }) => official.replace(/@.*/, ""));

  it("adds to each tag the digest that it has, and replaces it later", async () => {
    for (const character of ["a", "b"]) {
      await pin(digest(character));
      expect(await official()).to.deep.equal(tags.map((tag) => `${tag}@${digest(character)}`));
    }
    const asked = (await readFile(join(folder, "asked"), "utf8")).trim().split("\n");
    expect(asked.map((line) => line.split(" ").at(-1))).to.deep.equal([...tags, ...tags]);
  });

  it("changes nothing when a registry answers something else", async () => {
    const before = await readFile(file, "utf8");
    const error = await pin("not found").catch((error: Error) => error);
    expect(String(error)).to.include(`digest of ${tags[0]} is "not found"`);
    expect(await readFile(file, "utf8")).to.equal(before);
  });

  it("is what the workflows build from", async () => {
    for (const [name, { official }] of Object.entries(baseImages)) {
      const { stdout } = await run(projectPath(".ci/base-image"), [name]);
      expect(stdout).to.equal(`reference=${official}\n`);
    }
    const error = await run(projectPath(".ci/base-image"), ["nothing"]).catch((error: Error) => error);
    expect(String(error)).to.include('names no image "nothing"');
  });
});
