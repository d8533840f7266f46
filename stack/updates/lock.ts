import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { birthOf, isAlive } from "../process-alive.ts";

/**
 * Does some work while no other process of this machine works on the stack.
 * The lock of a process that is gone counts for nothing.
 *
 * @throws Error naming the process that is at it
 */
export async function withLock<Result>(stack: string, work: () => Promise<Result>): Promise<Result> {
  const lock = join(tmpdir(), `tally-${stack}.lock`);
  const own = `${lock}.${process.pid}`;
  // Linked once it is written: nobody ever reads a lock without its owner.
  await writeFile(own, describe(process.pid));
  try {
    await acquire(lock, own, stack);
  } finally {
    await rm(own, { force: true });
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function acquire(lock: string, own: string, stack: string): Promise<void> {
  try {
    await link(own, lock);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const holder = await readFile(lock, "utf8").catch(() => "");
    const pid = Number(holder.split(" ")[0]);
    if (pid > 0 && isAlive(pid) && holder === describe(pid)) {
      throw new Error(`stack "${stack}" is being changed by process ${pid}; wait until it is done`);
    }
    await removeStale(lock, holder);
    await acquire(lock, own, stack);
  }
}

/** Of several processes that find the same stale lock, one moves it away; a live one is put back. */
async function removeStale(lock: string, holder: string): Promise<void> {
  const aside = `${lock}.stale-${process.pid}`;
  try {
    await rename(lock, aside);
    if ((await readFile(aside, "utf8")) !== holder) await link(aside, lock);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["EPERM", "EACCES"].includes(code)) {
      throw new Error(
        `${lock} is left of a process of another user's that is gone: remove it, as that user or root`,
      );
    }
    if (code !== "ENOENT") throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

/** A process as a lock names it: its number, and what another one of that number has not. */
function describe(pid: number): string {
  return `${pid} ${birthOf(pid) ?? ""}`.trim();
}
