import { open, realpath, rename, rm, stat } from "node:fs/promises";

/**
 * Replaces what a file holds, as a whole: whoever is killed, or has no room left, half-way
 * leaves it as it was. A file that is not there is made; a link goes on leading to its file.
 */
export async function replaceFile(path: string, content: string): Promise<void> {
  const file = await realpath(path).catch(() => path);
  const before = await stat(file).catch(() => undefined);
  const next = `${file}.${process.pid}.new`;
  try {
    const handle = await open(next, "w", before ? before.mode & 0o777 : 0o666);
    try {
      // Only root can, and only root has to.
      if (before) await handle.chown(before.uid, before.gid).catch(() => undefined);
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
