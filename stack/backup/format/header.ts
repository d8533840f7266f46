import { altered, UnusableBackup } from "./errors.ts";

/** What a backup says of itself. It is in clear, and nobody can change it unnoticed. */
export interface Header {
  readonly stack: string;
  readonly release: string;
  /** When the backup was begun, in ISO 8601: every count acknowledged before is in it. */
  readonly createdAt: string;
  readonly encryption?: Encryption;
}

/** How the key of the file was made of the configured one. */
export interface Encryption {
  readonly cipher: "aes-256-gcm";
  readonly derivation: "scrypt";
  /** A power of two. */
  readonly cost: string;
  /** Base64. */
  readonly salt: string;
  /** Base64; tells another key from a damaged file. */
  readonly check: string;
}

/**
 * A file is its magic, the version of its format, the header's length and the
 * header; then frames of the data, each with its length and, where encrypted, its
 * seal; an empty frame; and the SHA-256 of all that.
 */
const magic = Buffer.from("TALLYBAK");
const version = 1;

/** Magic, version, and the header's length. */
export const prefixBytes = magic.length + 1 + 4;

const longestHeader = 64 * 1024;

export function encodeHeader(header: Header): Buffer {
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  return Buffer.concat([magic, Buffer.from([version]), length, json]);
}

/** @throws UnusableBackup when nothing says that this is a backup */
export function requireMagic(start: Buffer): void {
  if (start.subarray(0, magic.length).equals(magic)) return;
  throw new UnusableBackup("is no backup of Tally's, or is damaged at its beginning");
}

/** @returns the length of the header, in bytes */
export function decodePrefix(prefix: Buffer): number {
  const found = prefix[magic.length];
  if (found !== version) {
    throw new UnusableBackup(`has version ${found} of the format, and this Tally reads ${version}`);
  }
  const length = prefix.length < prefixBytes ? 0 : prefix.readUInt32BE(magic.length + 1);
  if (length === 0 || length > longestHeader) throw altered("its header is not whole");
  return length;
}

export function decodeHeader(json: Buffer): Header {
  const header = parse(json);
  if (!isHeader(header)) throw altered("its header cannot be read");
  return header;
}

function parse(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString("utf8"));
  } catch {
    return undefined;
  }
}

function isHeader(value: unknown): value is Header {
  if (value === null || typeof value !== "object") return false;
  const { stack, release, createdAt, encryption = {} } = value as Record<string, unknown>;
  return [stack, release, createdAt].every(isString) && Object.values(Object(encryption)).every(isString);
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}
