import type { Redis } from "ioredis";
import { CountingPaused } from "../errors.ts";
import { type AttemptsArgs, attempt } from "./attempts.ts";
import { watchOutage } from "./outage.ts";

/** Reads from Redis what changes nothing. */
export interface Reader {
  readonly redis: Redis;
  /** @throws CountingPaused; at once where Redis has been away for longer than the retries last */
  read<T>(details: object, ask: () => Promise<T>): Promise<T>;
}

export interface ReaderArgs extends AttemptsArgs {
  readonly redis: Redis;
}

export function createReader({ redis, ...args }: ReaderArgs): Reader {
  const outage = watchOutage(redis);
  const retryWindowMs = args.retryAttempts * args.retryDelayMs;

  async function read<T>(details: object, ask: () => Promise<T>): Promise<T> {
    if (outage.forMs() > retryWindowMs) throw new CountingPaused();
    return attempt(args, "read", details, ask);
  }

  return { redis, read };
}
