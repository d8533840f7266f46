import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { withLock } from "../../../stack/updates/lock.ts";

/** No process has a number as high as that. */
const gone = "4999999";

describe("withLock", () => {
  let stack: string;

  beforeEach(() => {
    stack = `lock-${randomUUID()}`;
  });

  const locks = async () => (await readdir(tmpdir())).filter((name) => name.startsWith(`tally-${stack}.`));

  it("refuses who comes second, and names who is at it", async () => {
    const refused = await withLock(stack, () => withLock(stack, async () => undefined).catch(String));
    expect(refused).to.equal(
      `Error: stack "${stack}" is being changed by process ${process.pid}; wait until it is done`,
    );
  });

  it("has one file while it works: all that a killed process leaves", async () => {
    expect(await withLock(stack, locks)).to.deep.equal([`tally-${stack}.lock`]);
  });

  it("leaves no file where the work fails", async () => {
    const failed = withLock(stack, () => Promise.reject(new Error("no luck")));
    expect(await failed.catch(String)).to.equal("Error: no luck");
    expect(await locks()).to.deep.equal([]);
  });

  it("takes the lock of a process that is gone", async () => {
    const lock = join(tmpdir(), `tally-${stack}.lock`);
    await writeFile(lock, gone);
    expect(await withLock(stack, () => readFile(lock, "utf8"))).to.match(new RegExp(`^${process.pid}\\b`));
    expect(await locks()).to.deep.equal([]);
  });

  it("takes the lock of a process whose number another one has now, as after a restart of a container", async function () {
    if (!existsSync("/proc/self/stat")) {
      console.log("      skipped: this kernel does not say when a process was started");
      this.skip();
    }
    await writeFile(join(tmpdir(), `tally-${stack}.lock`), `${process.pid} 1`);
    expect(await withLock(stack, locks)).to.deep.equal([`tally-${stack}.lock`]);
  });
});
