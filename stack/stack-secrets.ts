import { createDecipheriv, pbkdf2 } from "node:crypto";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** What opens the secrets of one stack. */
export type SecretKey = Buffer;

const iterations = 1_000_000;
const keyBytes = 32;
const tagBytes = 16;

/**
 * The key to the secrets in a stack's file, made as Pulumi's passphrase
 * provider makes it.
 *
 * @param encryptionSalt `encryptionsalt` of the file
 * @throws Error when the passphrase is missing or wrong
 */
export async function openSecrets(encryptionSalt: string): Promise<SecretKey> {
  const [version, salt, ...check] = encryptionSalt.split(":");
  if (version !== "v1" || !salt || check.length !== 3) {
    throw new Error("the stack's secrets are not kept by a passphrase; only the Pulumi CLI can open them");
  }
  const passphrase = await readPassphrase();
  const key = await promisify(pbkdf2)(
    passphrase,
    Buffer.from(salt, "base64"),
    iterations,
    keyBytes,
    "sha256",
  );
  if (decrypt(key, check.join(":")) !== "pulumi") {
    throw new Error("PULUMI_CONFIG_PASSPHRASE is not the passphrase of the stack's secrets");
  }
  return key;
}

/** @throws Error naming the setting when it cannot be opened */
export function decryptSecret(key: SecretKey, name: string, secure: string): string {
  const value = decrypt(key, secure);
  if (value === undefined) throw new Error(`the secret ${name} is damaged: set it again`);
  return value;
}

async function readPassphrase(): Promise<string> {
  const { PULUMI_CONFIG_PASSPHRASE: passphrase, PULUMI_CONFIG_PASSPHRASE_FILE: file } = process.env;
  if (passphrase !== undefined) return passphrase;
  if (file) return (await readFile(file, "utf8")).trimEnd();
  throw new Error(
    "the stack has secrets: set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to open them",
  );
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
