import { ReplyError } from "ioredis";

const brokenCodes = /^(WRONGTYPE|INVALIDOBJ) /;
const transientCodes = new Set([
  ...["LOADING", "BUSY", "READONLY", "MASTERDOWN"],
  // Of a Cluster: the keys are on another node, or about to be.
  ...["MOVED", "CLUSTERDOWN", "EXECABORT"],
]);

/**
 * Whether the same write may succeed soon. What is no answer of Redis at all (a lost
 * connection, a timeout) leaves open whether the write was done, and is worth asking again.
 */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof ReplyError)) return true;
  const [code = ""] = (error as Error).message.split(" ", 1);
  return transientCodes.has(code);
}

/** Whether it is a key that is wrong, and not Redis. */
export function isBrokenKey(error: unknown): boolean {
  return error instanceof ReplyError && brokenCodes.test((error as Error).message);
}
