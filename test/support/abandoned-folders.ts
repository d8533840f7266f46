import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive } from "../../stack/process-alive.ts";

/** Makes a temporary folder that belongs to this test process. @returns its path */
export function makeTestFolder(kind: "project" | "state"): Promise<string> {
  return mkdtemp(join(tmpdir(), `tally-test-${kind}-${process.pid}-`));
}

/** Removes the folders of test processes that are gone. */
export async function removeAbandonedFolders(): Promise<void> {
  const abandoned = (await readdir(tmpdir())).filter((name) => {
    const [, owner] = /^tally-test-(?:project|state)-(\d+)-\w{6}$/.exec(name) ?? [];
    return owner !== undefined && !isAlive(Number(owner));
  });
  const options = { recursive: true, force: true };
  await Promise.allSettled(abandoned.map((name) => rm(join(tmpdir(), name), options)));
}
