import type { Stats } from "node:fs";
import { type FileHandle, open, realpath, rename, rm, stat } from "node:fs/promises";

/**
 * Replaces what a file holds, as a whole: whoever is killed, or has no room left, half-way
 * leaves it as it was. A file that is not there is made; a link goes on leading to its file.
 */
export async function replaceFile(path: string, content: string): Promise<void> {
  const file = await realpath(path).catch(() => path);
  const before = await stat(file).catch(() => undefined);
  const next = `${file}.${process.pid}.new`;
  try {
    const handle = await openReplacement(next, "w", before);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(next, file);
  } catch (error) {
    await rm(next, { force: true }).catch(() => undefined);
    throw error;
  }
}

/**
 * Opens what is to take the place of a file, with its owner and for those who may read it.
 *
 * @param before the file as it is; undefined where there is none
 */
export async function openReplacement(
  path: string,
  flags: "w" | "wx",
  before: Stats | undefined,
): Promise<FileHandle> {
  if (before === undefined) return await open(path, flags);
  const mode = before.mode & 0o777;
  const handle = await open(path, flags, mode);
  // Only root can, and only root has to.
  await handle.chown(before.uid, before.gid).catch(() => undefined);
  // The umask has taken from it when it was made.
  await handle.chmod(mode);
  return handle;
}
