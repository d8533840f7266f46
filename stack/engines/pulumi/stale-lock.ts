import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { namespace } from "../../config/config.ts";
import { isAlive } from "../../process-alive.ts";
import { stateFolder } from "./state-files.ts";

interface Lock {
  readonly pid: number;
  readonly hostname: string;
}

/**
 * Whether a stack in a file backend is locked by a process of this machine
 * that is gone: a killed update leaves its lock behind.
 *
 * @param backendUrl as `stateFolder` takes it; other backends than files have no such locks here
 */
export async function hasStaleLock(backendUrl: string, stack: string): Promise<boolean> {
  const state = stateFolder(backendUrl);
  if (state === undefined) return false;
  const folder = join(state, "locks");
  if (!existsSync(folder)) return false;
  const files = await readdir(folder, { recursive: true });
  const ofStack = files.filter(
    (file) => file.endsWith(".json") && dirname(file).endsWith(`/${namespace}/${stack}`),
  );
  const locks = await Promise.all(ofStack.map(async (file) => await readLock(join(folder, file))));
  return locks.some((lock) => lock !== undefined && lock.hostname === hostname() && !isAlive(lock.pid));
}

async function readLock(file: string): Promise<Lock | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    // It was released a moment ago.
    return undefined;
  }
}
