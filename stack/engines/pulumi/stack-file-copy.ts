import { existsSync } from "node:fs";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/** Lends a copy of a stack's file to what would keep settings in it. */
export async function withCopy<T>(file: string, use: (copy: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "tally-preview-"));
  const copy = join(folder, basename(file));
  try {
    // A stack without settings or secrets of its own has no file.
    if (existsSync(file)) await copyFile(file, copy);
    else await writeFile(copy, "");
    return await use(copy);
  } finally {
    await rm(folder, { recursive: true });
  }
}
