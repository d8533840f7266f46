import { withChecksum } from "./checksum.ts";
import { createFileKey, createSeal, usualCost } from "./cipher.ts";
import { encodeHeader, type Header } from "./header.ts";

/** The longest frame, in bytes. */
export const longestFrame = 64 * 1024;

/**
 * The bytes of a backup's file.
 *
 * @param key the configured key; undefined writes in clear
 */
export async function* sealBackup(
  about: Omit<Header, "encryption">,
  data: AsyncIterable<Buffer>,
  key: string | undefined,
  cost = usualCost,
): AsyncGenerator<Buffer> {
  const fileKey = key === undefined ? undefined : await createFileKey(key, cost);
  const header = encodeHeader({ ...about, ...(fileKey && { encryption: fileKey.encryption }) });
  const seal = fileKey ? createSeal(fileKey, header) : (frame: Buffer) => frame;
  yield* withChecksum(sealFrames(header, data, seal));
}

async function* sealFrames(
  header: Buffer,
  data: AsyncIterable<Buffer>,
  seal: (frame: Buffer) => Buffer,
): AsyncGenerator<Buffer> {
  yield header;
  for await (const chunk of data) {
    for (let start = 0; start < chunk.length; start += longestFrame) {
      yield frameOf(chunk.subarray(start, start + longestFrame), seal);
    }
  }
  yield frameOf(Buffer.alloc(0), seal);
}

function frameOf(content: Buffer, seal: (frame: Buffer) => Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, seal(content)]);
}
