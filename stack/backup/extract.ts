import { createReadStream } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { UnusableBackup } from "./format/errors.ts";
import type { Header } from "./format/header.ts";
import { type OpenOptions, openBackup } from "./format/open-backup.ts";

export interface Checked {
  readonly header: Header;
  /** Bytes of data. */
  readonly bytes: number;
}

/**
 * Reads a backup wholly.
 *
 * @param target where its data go; undefined only looks
 * @throws Error naming the backup and what is wrong with it; the target is not to be used then
 */
export async function readBackup(
  path: string,
  options: OpenOptions,
  onBytes: (bytes: number) => void,
  target?: string,
): Promise<Checked> {
  try {
    const { header, data } = await openBackup(createReadStream(path), options);
    const bytes = target ? await write(target, data, onBytes) : await drain(data, onBytes);
    return { header, bytes };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw new Error(`there is no ${basename(path)}`, { cause: error });
    if (!(error instanceof UnusableBackup)) throw error;
    throw new Error(`${basename(path)} ${error.message}`, { cause: error });
  }
}

async function drain(data: AsyncIterable<Buffer>, onBytes: (bytes: number) => void): Promise<number> {
  let bytes = 0;
  for await (const chunk of data) {
    bytes += chunk.length;
    onBytes(bytes);
  }
  return bytes;
}

async function write(
  target: string,
  data: AsyncIterable<Buffer>,
  onBytes: (bytes: number) => void,
): Promise<number> {
  await mkdir(dirname(target), { recursive: true });
  const file = await open(target, "w", 0o600);
  let bytes = 0;
  try {
    for await (const chunk of data) {
      await file.write(chunk);
      bytes += chunk.length;
      onBytes(bytes);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return bytes;
}
