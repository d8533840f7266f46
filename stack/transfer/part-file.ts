import { randomBytes } from "node:crypto";
import { constants, rmSync, type Stats } from "node:fs";
import { type FileHandle, open, realpath, rename, rm, stat } from "node:fs/promises";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { openReplacement } from "../config/replace-file.ts";
import { onInterruption } from "../updates/interruption.ts";
import { explainFileFailure, folderFailure } from "./file-failure.ts";

type Write<Result> = (output: Writable) => Promise<Result>;

/**
 * Writes a file that has its name only when it is whole and on the disk: until
 * then it is beside it, under a name that nobody else uses. A link goes on leading
 * to its file; what is none, as a device or a pipe, is written to straight.
 *
 * @param write is given the output, and leaves it open
 * @throws Error when the file cannot be made; what `write` throws. The file is as it was then
 */
export async function writeWhole<Result>(path: string, write: Write<Result>): Promise<Result> {
  const file = await realpath(path).catch(() => path);
  const before = await stat(file).catch(() => undefined);
  if (before === undefined || before.isFile()) return await replace(path, file, before, write);
  const device = await explained(path, async () => {
    if (before.isDirectory()) throw folderFailure();
    return await open(file, constants.O_WRONLY);
  });
  return await writeTo(device, write, async () => undefined);
}

async function replace<Result>(
  path: string,
  file: string,
  before: Stats | undefined,
  write: Write<Result>,
): Promise<Result> {
  const part = `${file}.${randomBytes(4).toString("hex")}.part`;
  const handle = await explained(path, () => openReplacement(part, "wx", before));
  const keep = onInterruption(() => rmSync(part, { force: true }));
  try {
    const result = await writeTo(handle, write, () => handle.sync());
    await rename(part, file);
    return result;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  } finally {
    keep();
  }
}

async function writeTo<Result>(
  handle: FileHandle,
  write: Write<Result>,
  settle: () => Promise<void>,
): Promise<Result> {
  const output = handle.createWriteStream({ autoClose: false });
  try {
    const result = await write(output);
    await finished(output.end());
    await settle();
    return result;
  } finally {
    output.destroy();
    await handle.close();
  }
}

/** @param path as who named it knows it */
async function explained(path: string, openFile: () => Promise<FileHandle>): Promise<FileHandle> {
  try {
    return await openFile();
  } catch (error) {
    throw explainFileFailure(error, path, "written");
  }
}
