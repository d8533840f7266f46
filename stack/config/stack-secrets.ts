import { createCipheriv, createDecipheriv, pbkdf2, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** What opens the secrets of one stack. */
export type SecretKey = Buffer;

const iterations = 1_000_000;
const keyBytes = 32;
const tagBytes = 16;
const nonceBytes = 12;
const saltBytes = 8;

/** What a salt comes with, encrypted, to tell the right passphrase from a wrong one. */
const checked = "pulumi";

/**
 * The key to the secrets in a stack's file, made as Pulumi's passphrase
 * provider makes it.
 *
 * @param encryptionSalt `encryptionsalt` of the file
 * @throws Error when the passphrase is missing or wrong
 */
export async function openSecrets(encryptionSalt: string): Promise<SecretKey> {
  if (parseSalt(encryptionSalt) === undefined) {
    throw new Error("the stack's secrets are not kept by a passphrase; only the Pulumi CLI can open them");
  }
  const key = await findKey(encryptionSalt, await readPassphrase());
  if (key === undefined) {
    throw new Error(
      hasPassphrase()
        ? "PULUMI_CONFIG_PASSPHRASE is not the passphrase of the stack's secrets"
        : "the stack has secrets: set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to open them",
    );
  }
  return key;
}

/** The key that a passphrase makes with a salt; undefined where it is not the right one. */
export async function findKey(encryptionSalt: string, passphrase: string): Promise<SecretKey | undefined> {
  const parsed = parseSalt(encryptionSalt);
  if (parsed === undefined) return undefined;
  const key = await deriveKey(parsed.salt, passphrase);
  return decrypt(key, parsed.check) === checked ? key : undefined;
}

function parseSalt(encryptionSalt: string): { salt: string; check: string } | undefined {
  const [version, salt, ...check] = encryptionSalt.split(":");
  return version === "v1" && salt && check.length === 3 ? { salt, check: check.join(":") } : undefined;
}

/** Whether the environment says what opens a stack's secrets. */
export function hasPassphrase(): boolean {
  const { PULUMI_CONFIG_PASSPHRASE: passphrase, PULUMI_CONFIG_PASSPHRASE_FILE: file } = process.env;
  return passphrase !== undefined || file !== undefined;
}

/** `encryptionsalt` for a file that has no secrets yet. */
export async function createSalt(): Promise<string> {
  const salt = randomBytes(saltBytes).toString("base64");
  return `v1:${salt}:${encryptSecret(await deriveKey(salt, await readPassphrase()), checked)}`;
}

/** A value as Pulumi keeps it under `secure`. */
export function encryptSecret(key: SecretKey, value: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const message = Buffer.concat([cipher.update(value, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${message.toString("base64")}`;
}

/** @throws Error naming the setting when it cannot be opened */
export function decryptSecret(key: SecretKey, name: string, secure: string): string {
  const value = decrypt(key, secure);
  if (value === undefined) throw new Error(`the secret ${name} is damaged: set it again`);
  return value;
}

async function deriveKey(salt: string, passphrase: string): Promise<SecretKey> {
  return await promisify(pbkdf2)(passphrase, Buffer.from(salt, "base64"), iterations, keyBytes, "sha256");
}

async function readPassphrase(): Promise<string> {
  const { PULUMI_CONFIG_PASSPHRASE: passphrase, PULUMI_CONFIG_PASSPHRASE_FILE: file } = process.env;
  if (passphrase !== undefined) return passphrase;
  // Without either, a stack has the empty one.
  return file ? (await readFile(file, "utf8")).trimEnd() : "";
}

function decrypt(key: SecretKey, secure: string): string | undefined {
  const [version, nonce, message] = secure.split(":");
  if (version !== "v1" || !nonce || !message) return undefined;
  const bytes = Buffer.from(message, "base64");
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
