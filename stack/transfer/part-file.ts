import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { onInterruption } from "../updates/interruption.ts";
import { explainFileFailure, folderFailure } from "./file-failure.ts";

/**
 * Writes a file that has its name only when it is whole and on the disk: until
 * then it is beside it, under a name that nobody else uses.
 *
 * @param write is given the output, and leaves it open
 * @throws Error when the file cannot be made; what `write` throws. The file is as it was then
 */
export async function writeWhole<Result>(
  file: string,
  write: (output: Writable) => Promise<Result>,
): Promise<Result> {
  const part = `${file}.${randomBytes(4).toString("hex")}.part`;
  const output = (await openPart(part, file)).createWriteStream();
  const keep = onInterruption(() => rmSync(part, { force: true }));
  try {
    const result = await write(output);
    await finished(output.end());
    await sync(part);
    await rename(part, file);
    return result;
  } catch (error) {
    output.destroy();
    await rm(part, { force: true });
    throw error;
  } finally {
    keep();
  }
}

async function openPart(part: string, file: string): Promise<FileHandle> {
  try {
    const found = await stat(file).catch(() => undefined);
    if (found?.isDirectory()) throw folderFailure();
    return await open(part, "wx");
  } catch (error) {
    throw explainFileFailure(error, file, "written");
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
