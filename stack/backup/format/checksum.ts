import { createHash } from "node:crypto";
import { altered } from "./errors.ts";

const algorithm = "sha256";
export const checksumBytes = 32;

/** Adds the checksum of a stream to its end. */
export async function* withChecksum(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const hash = createHash(algorithm);
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
  yield hash.digest();
}

/**
 * Takes the checksum from the end of a stream.
 *
 * @throws UnusableBackup once everything is read, when it is wrong
 */
export async function* withoutChecksum(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const hash = createHash(algorithm);
  let held = Buffer.alloc(0);
  for await (const chunk of source) {
    held = Buffer.concat([held, chunk]);
    if (held.length <= checksumBytes) continue;
    const passed = held.subarray(0, -checksumBytes);
    held = held.subarray(-checksumBytes);
    hash.update(passed);
    yield passed;
  }
  if (!hash.digest().equals(held)) throw altered("its checksum is wrong");
}
