import { buffer } from "node:stream/consumers";
import { type OpenOptions, openBackup } from "../../../../stack/backup/format/open-backup.ts";
import { sealBackup } from "../../../../stack/backup/format/seal-backup.ts";

export const about = { stack: "dev", release: "abc", createdAt: "2026-11-21T12:00:00.000Z" };

/** A key that is quick to try: these tests try many. */
const lowCost = 2;

/** A backup's file, and the data in it. */
export async function sealed(data: readonly Buffer[], key?: string): Promise<Buffer> {
  return await buffer(sealBackup(about, portions(data), key, lowCost));
}

/** Opens a file, which comes in portions of so many bytes, and reads all of it. */
export async function opened(file: Buffer, options: Partial<OpenOptions> = {}, portion = file.length) {
  const pieces = Array.from({ length: Math.ceil(file.length / portion) || 0 }, (_, index) =>
    file.subarray(index * portion, (index + 1) * portion),
  );
  const { header, data } = await openBackup(portions(pieces), { key: undefined, ...options });
  return { header, data: await buffer(data) };
}

/** Why a file cannot be used; undefined where it can. */
export async function refusal(file: Buffer, options: Partial<OpenOptions> = {}): Promise<string | undefined> {
  try {
    await opened(file, options);
    return undefined;
  } catch (error) {
    const { name, message } = error as Error;
    return `${name === "Error" ? "" : name}${message}`;
  }
}

export async function* portions(pieces: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* pieces;
}
