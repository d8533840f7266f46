import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive } from "../../process-alive.ts";

/**
 * Does some work while no other process of this machine works on the stack.
 * The lock of a process that is gone counts for nothing.
 *
 * @throws Error naming the process that is at it
 */
export async function withLock<Result>(stack: string, work: () => Promise<Result>): Promise<Result> {
  const file = join(tmpdir(), `tally-${stack}.lock`);
  await acquire(file, stack);
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function acquire(file: string, stack: string): Promise<void> {
  try {
    await writeFile(file, String(process.pid), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const holder = Number(await readFile(file, "utf8").catch(() => ""));
    if (holder > 0 && isAlive(holder)) {
      throw new Error(`stack "${stack}" is being changed by process ${holder}; wait until it is done`);
    }
    await rm(file, { force: true });
    await acquire(file, stack);
  }
}
