import { type ByteReader, createByteReader } from "./byte-reader.ts";
import { withoutChecksum } from "./checksum.ts";
import { createUnseal, openFileKey, sealBytes } from "./cipher.ts";
import { altered, UnusableBackup } from "./errors.ts";
import { decodeHeader, decodePrefix, type Header, prefixBytes, requireMagic } from "./header.ts";
import { longestFrame } from "./seal-backup.ts";

export interface OpenOptions {
  /** The configured key, which an encrypted backup needs. */
  readonly key: string | undefined;
  /** Whether a backup in clear will do where there is a key: anybody could have written it. */
  readonly acceptsClear?: boolean;
}

export interface OpenBackup {
  readonly header: Header;
  /** The data. It is good only once all of it was read: its end throws UnusableBackup when it is not. */
  readonly data: AsyncIterable<Buffer>;
}

/**
 * Opens a backup's file.
 *
 * @throws UnusableBackup when it is none, is altered, or needs another key
 */
export async function openBackup(
  file: AsyncIterable<Buffer>,
  { key, acceptsClear = false }: OpenOptions,
): Promise<OpenBackup> {
  const reader = createByteReader(withoutChecksum(file));
  const prefix = await readPrefix(reader);
  return await judged(reader, async () => {
    const json = await reader.read(decodePrefix(prefix));
    const header = decodeHeader(json);
    const { encryption } = header;
    if (encryption === undefined) {
      if (key !== undefined && !acceptsClear) {
        throw new UnusableBackup(
          "is not encrypted, though there is a tally:backupKey: anybody could have written it; say --unencrypted to trust it",
        );
      }
      return { header, data: readFrames(reader, (frame) => frame, 0) };
    }
    if (key === undefined) {
      throw new UnusableBackup("is encrypted, and there is no tally:backupKey to open it");
    }
    const fileKey = await openFileKey(key, encryption);
    const unseal = createUnseal(fileKey, Buffer.concat([prefix, json]));
    return { header, data: readFrames(reader, unseal, sealBytes) };
  });
}

/** The header alone, from the start of a file; nothing says yet whether the file is as it was written. */
export async function readHeader(start: AsyncIterable<Buffer>): Promise<Header> {
  const reader = createByteReader(start);
  return decodeHeader(await reader.read(decodePrefix(await readPrefix(reader))));
}

async function readPrefix(reader: ByteReader): Promise<Buffer> {
  const prefix = await reader.read(prefixBytes);
  requireMagic(prefix);
  return prefix;
}

async function* readFrames(
  reader: ByteReader,
  unseal: (sealed: Buffer) => Buffer,
  added: number,
): AsyncGenerator<Buffer> {
  for (;;) {
    const frame = await judged(reader, async () => {
      const prefix = await reader.read(4);
      const length = prefix.length === 4 ? prefix.readUInt32BE() : Number.POSITIVE_INFINITY;
      if (length > longestFrame) throw altered("it does not end where it should");
      const sealed = await reader.read(length + added);
      if (sealed.length < length + added) throw altered("it ends too early");
      return unseal(sealed);
    });
    if (frame.length === 0) break;
    yield frame;
  }
  // This reads the checksum too.
  if ((await reader.next()) !== undefined) throw await worse(reader, altered("something follows its end"));
}

/** A file that is damaged says so, whatever stands out in it first. */
async function judged<Result>(reader: ByteReader, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    throw await worse(reader, error);
  }
}

async function worse(reader: ByteReader, problem: unknown): Promise<unknown> {
  if (!(problem instanceof UnusableBackup)) return problem;
  try {
    while (await reader.next());
    return problem;
  } catch (error) {
    return error;
  }
}
