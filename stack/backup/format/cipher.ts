import { createCipheriv, createDecipheriv, createHmac, randomBytes, scrypt } from "node:crypto";
import { promisify } from "node:util";
import { altered, UnusableBackup } from "./errors.ts";
import type { Encryption } from "./header.ts";

const algorithm = "aes-256-gcm";
const blockSize = 8;

/** How much work it is to try one key: 2^15 needs 32 MB and some tens of milliseconds. */
export const usualCost = 2 ** 15;

/** The bytes that a sealed frame is longer. */
export const sealBytes = 16;

/** The key of one file; its salt makes it one that no other file has. */
export interface FileKey {
  readonly encryption: Encryption;
  readonly key: Buffer;
}

/** A new key for a new file. */
export async function createFileKey(configured: string, cost: number): Promise<FileKey> {
  const salt = randomBytes(16);
  const key = await derive(configured, salt, cost);
  const encryption = {
    cipher: algorithm,
    derivation: "scrypt",
    cost: String(cost),
    salt: salt.toString("base64"),
    check: checkOf(key),
  } as const;
  return { encryption, key };
}

/** @throws UnusableBackup when the file was sealed with another key */
export async function openFileKey(configured: string, encryption: Encryption): Promise<FileKey> {
  const { cipher, derivation, salt, check } = encryption;
  const cost = Number(encryption.cost);
  if (cipher !== algorithm || derivation !== "scrypt" || !isCost(cost) || !salt || !check) {
    throw altered("its header does not say how it is encrypted");
  }
  const key = await derive(configured, Buffer.from(salt, "base64"), cost);
  if (checkOf(key) !== check) throw new UnusableBackup("is encrypted with another key than tally:backupKey");
  return { encryption, key };
}

/** Seals frame after frame: none can be changed, moved or left out unnoticed. */
export function createSeal({ key }: FileKey, header: Buffer): (frame: Buffer) => Buffer {
  let index = 0;
  return (frame) => {
    const cipher = createCipheriv(algorithm, key, nonce(index++)).setAAD(header);
    return Buffer.concat([cipher.update(frame), cipher.final(), cipher.getAuthTag()]);
  };
}

/** The reverse. @throws UnusableBackup at the first frame that is not as it was sealed */
export function createUnseal({ key }: FileKey, header: Buffer): (sealed: Buffer) => Buffer {
  let index = 0;
  return (sealed) => {
    const decipher = createDecipheriv(algorithm, key, nonce(index++)).setAAD(header);
    try {
      decipher.setAuthTag(sealed.subarray(-sealBytes));
      return Buffer.concat([decipher.update(sealed.subarray(0, -sealBytes)), decipher.final()]);
    } catch {
      throw altered("one of its seals is broken");
    }
  };
}

async function derive(configured: string, salt: Buffer, cost: number): Promise<Buffer> {
  const run = promisify<string, Buffer, number, object, Buffer>(scrypt);
  return await run(configured, salt, 32, { cost, blockSize, maxmem: 64 * 1024 * 1024 });
}

/** More would need more memory than the container has. */
function isCost(cost: number): boolean {
  return Number.isInteger(Math.log2(cost)) && cost >= 2 && cost <= usualCost;
}

function checkOf(key: Buffer): string {
  return createHmac("sha256", key).update("tally backup key").digest().subarray(0, 16).toString("base64");
}

/** A number is never used twice with one key, for every file has a key of its own. */
function nonce(index: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeBigUInt64BE(BigInt(index), 4);
  return bytes;
}
