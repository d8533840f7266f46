import { link, open, rename, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";

/** What file systems without links answer: vfat, exFAT, network shares, some of FUSE. */
const noLinks = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"];

/**
 * Gives a whole file its name, on the disk too. It may have its old one as well then.
 *
 * @param linkFile as `link` of node:fs
 * @throws Error with the code EEXIST where there is a file of that name, which is not replaced
 */
export async function nameFile(path: string, named: string, linkFile = link): Promise<void> {
  try {
    // Unlike a renaming, this replaces nothing.
    await linkFile(path, named);
  } catch (error) {
    if (!noLinks.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    await requireFree(named);
    await rename(path, named);
  }
  await syncFolder(dirname(named));
}

async function requireFree(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
  if (found) throw Object.assign(new Error(`there is a ${basename(path)} already`), { code: "EEXIST" });
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } catch (error) {
    // Network shares sync no folders.
    if ((error as NodeJS.ErrnoException).code !== "EINVAL") throw error;
  } finally {
    await handle.close();
  }
}
