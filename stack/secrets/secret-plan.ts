import { scryptSync } from "node:crypto";
import { basename } from "node:path";
import type { SecretKey, StackConfig } from "../config/config.ts";

/** Where containers find the stack's secrets, each a file. */
export const secretsPath = "/run/secrets";

/** Where the stack's own Redis keeps the password that it makes. */
export const redisPasswordFile = `${secretsPath}/redis-password`;

/** What names the file with the owner key to a replica. */
export const ownerKeyVariable = "OWNER_KEY_FILE";

/** The variable that names the file of each secret to the replicas, and that file. */
const kinds = {
  redisPassword: { variable: "REDIS_PASSWORD_FILE", file: basename(redisPasswordFile) },
  ownerKey: { variable: ownerKeyVariable, file: "owner-key" },
  readKey: { variable: "READ_KEY_FILE", file: "read-key" },
  hitKey: { variable: "HIT_KEY_FILE", file: "hit-key" },
  otlpHeaders: { variable: "OTEL_EXPORTER_OTLP_HEADERS_FILE", file: "otlp-headers" },
} satisfies Readonly<Partial<Record<SecretKey, { variable: string; file: string }>>>;

/** The key of the backups; no replica is told of it. */
export const backupKeyFile = `${secretsPath}/backup-key`;

/** The secrets of a stack, as far as they are known before anything is made. */
export interface SecretPlan {
  /** What tells replicas where to read each. */
  readonly env: Readonly<Record<string, string>>;
  /** What was configured, by file name. */
  readonly files: Readonly<Record<string, string>>;
  /** The files that are filled with a random key unless they are there. */
  readonly generated: readonly string[];
}

/**
 * The files of a stack's secrets. Each configured one has a file of its own: a
 * release that is refused must not change what the serving one reads. The
 * stack's own Redis makes its password by itself.
 */
export function planSecrets(config: StackConfig): SecretPlan {
  const env: Record<string, string> = {};
  const files: Record<string, string> = {};
  for (const [key, { variable, file }] of Object.entries(kinds)) {
    const configured = config[key as SecretKey];
    if (configured !== undefined) {
      const name = `${file}-${secretDigest(configured)}`;
      env[variable] = `${secretsPath}/${name}`;
      files[name] = configured;
    } else if (isMadeHere(key as SecretKey, config)) {
      env[variable] = `${secretsPath}/${file}`;
    }
  }
  if (config.backupKey !== undefined) files[basename(backupKeyFile)] = config.backupKey;
  // Made in any case: a release that is gone back to may be from before a key was configured.
  const generated: string[] = [kinds.ownerKey.file];
  // On a Swarm, where Redis and the replicas have no volume in common, it is given to both.
  if (config.platform === "swarm" && config.redisHost === undefined) generated.push(kinds.redisPassword.file);
  return { env, files, generated };
}

/** Tells secrets apart and, unlike a plain hash, gives no quick way to guess them. */
export function secretDigest(secret: string): string {
  return scryptSync(secret, "tally", 8).toString("hex");
}

function isMadeHere(key: SecretKey, { redisHost }: StackConfig): boolean {
  return key === "ownerKey" || (key === "redisPassword" && redisHost === undefined);
}
