import { readFileSync } from "node:fs";
import type { RedisAddress } from "./rdb-source.ts";

/** What the stack tells the container of its backups. */
export interface BackupSettings {
  readonly stack: string;
  readonly release: string;
  /** Where the backups are. */
  readonly folder: string;
  /** Seconds between two backups. */
  readonly intervalSeconds: number;
  /** How many are kept. */
  readonly retention: number;
  readonly key: string | undefined;
  readonly redis: RedisAddress;
}

/**
 * The secrets in the settings are read anew for every backup: each may be
 * changed between two. Reading one throws where it is not there.
 *
 * @throws Error naming the variable that is wrong
 */
export function loadSettings(env: NodeJS.ProcessEnv): BackupSettings {
  return {
    stack: required(env, "STACK"),
    release: required(env, "RELEASE"),
    folder: required(env, "BACKUP_FOLDER"),
    intervalSeconds: count(env, "BACKUP_INTERVAL_SECONDS"),
    retention: count(env, "BACKUP_RETENTION"),
    get key() {
      return secret(env.BACKUP_KEY_FILE, "tally:backupKey");
    },
    redis: {
      host: required(env, "REDIS_HOST"),
      port: count(env, "REDIS_PORT"),
      tls: env.REDIS_TLS === "true",
      username: env.REDIS_USERNAME,
      get password() {
        return secret(env.REDIS_PASSWORD_FILE, "the password of Redis");
      },
    },
  };
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (value) return value;
  throw new Error(`${name} is missing`);
}

function count(env: NodeJS.ProcessEnv, name: string): number {
  const value = required(env, name);
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new Error(`${name} must be a whole number, not "${value}"`);
}

function secret(file: string | undefined, what: string): string | undefined {
  if (!file) return undefined;
  const value = read(file, what);
  // As it may be while it is being written.
  if (value === "") throw new Error(`${what} is not deployed (${file} is empty): npm run up`);
  return value;
}

function read(file: string, what: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (cause) {
    throw new Error(`${what} is not deployed (${file} cannot be read): npm run up`, { cause });
  }
}
