import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { removeBrokenAttributes } from "../../../../stack/engines/pulumi/state-files.ts";

describe("removeBrokenAttributes", () => {
  let home: string;
  let folder: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "tally-state-"));
    folder = join(home, ".pulumi/stacks/tally");
    await mkdir(folder, { recursive: true });
    for (const name of ["dev.json", "dev.json.bak", "prod.json"]) {
      await writeFile(join(folder, name), "{}");
      await writeFile(join(folder, `${name}.attrs`), "{}");
    }
  });
  afterEach(() => rm(home, { recursive: true }));

  for (const [what, text] of Object.entries({ empty: "", "cut off": '{"user.content' })) {
    it(`removes those of the stack that are ${what}, and nothing else`, async () => {
      await writeFile(join(folder, "dev.json.attrs"), text);
      await writeFile(join(folder, "prod.json.attrs"), text);
      const before = await readdir(folder);
      await removeBrokenAttributes(`file://${home}`, "dev");
      expect(await readdir(folder)).to.deep.equal(before.filter((name) => name !== "dev.json.attrs"));
    });
  }

  it("leaves whole ones alone, and other backends", async () => {
    const before = await readdir(folder);
    await removeBrokenAttributes(`file://${home}`, "dev");
    await removeBrokenAttributes("https://example.org", "dev");
    await removeBrokenAttributes(`file://${join(home, "nowhere")}`, "dev");
    expect(await readdir(folder)).to.deep.equal(before);
  });
});
