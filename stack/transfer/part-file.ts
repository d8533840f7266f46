import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
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
  const keep = removeWhenEnded(part);
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

/**
 * Removes a file when the process is told to end, which it then does.
 *
 * @returns what lets the file be
 */
function removeWhenEnded(path: string): () => void {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const keep = () => {
    for (const signal of signals) process.removeListener(signal, end);
  };
  const end = (signal: NodeJS.Signals) => {
    rmSync(path, { force: true });
    keep();
    process.kill(process.pid, signal);
  };
  for (const signal of signals) process.on(signal, end);
  return keep;
}
