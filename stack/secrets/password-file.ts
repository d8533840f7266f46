import { scryptSync } from "node:crypto";

/** Where containers find the stack's secrets, each a file. */
export const secretsPath = "/run/secrets";

/** The file in which the stack's own Redis makes its password. */
const ownPasswordName = "redis-password";

/**
 * The file with the password of Redis. Each configured password has a file of
 * its own: a release that is refused must not change what the serving one reads.
 */
export function passwordFileName(configured: string | undefined): string {
  return configured === undefined ? ownPasswordName : `${ownPasswordName}-${secretDigest(configured)}`;
}

/** Tells secrets apart and, unlike a plain hash, gives no quick way to guess them. */
export function secretDigest(secret: string): string {
  return scryptSync(secret, "tally", 8).toString("hex");
}
