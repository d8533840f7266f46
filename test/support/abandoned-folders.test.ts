import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { makeTestFolder, removeAbandonedFolders } from "./abandoned-folders.ts";

describe("removeAbandonedFolders", () => {
  const folders: string[] = [];

  afterEach(async () => {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });

  it("takes what a process has left which is gone, and nothing of one that runs", async () => {
    for (const kind of ["project", "state"] as const) {
      const mine = await makeTestFolder(kind);
      const left = mine.replace(`-${process.pid}-`, `-${spawnSync("true").pid}-`);
      await mkdir(join(left, "within"), { recursive: true });
      folders.push(mine, left);
    }
    await removeAbandonedFolders();
    expect(folders.map((folder) => existsSync(folder))).to.deep.equal([true, false, true, false]);
  });
});
