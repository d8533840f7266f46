import type { Redis } from "ioredis";
import { CountingPaused } from "../errors.ts";
import { type AttemptsArgs, attempt } from "./attempts.ts";
import { brokenKey } from "./broken-counter.ts";
import { isBrokenKey } from "./failure.ts";
import { watchOutage } from "./outage.ts";

/** What is read, for the log. */
export interface ReadDetails {
  /** `namespace/key`, where it is all of one counter. */
  readonly counter?: string;
  readonly keys?: number;
  readonly prefix?: string;
}

/** Reads from Redis what changes nothing. */
export interface Reader {
  readonly redis: Redis;
  /** @throws CounterBroken; CountingPaused, at once where Redis has been away for longer than the retries last */
  read<T>(details: ReadDetails, ask: () => Promise<T>): Promise<T>;
}

export interface ReaderArgs extends AttemptsArgs {
  readonly redis: Redis;
}

export function createReader({ redis, ...args }: ReaderArgs): Reader {
  const outage = watchOutage(redis);
  const retryWindowMs = args.retryAttempts * args.retryDelayMs;

  async function read<T>(details: ReadDetails, ask: () => Promise<T>): Promise<T> {
    if (outage.forMs() > retryWindowMs) throw new CountingPaused();
    try {
      return await attempt(args, "read", details, ask);
    } catch (error) {
      if (details.counter === undefined || !isBrokenKey(error)) throw error;
      throw brokenKey(details.counter, (error as Error).message);
    }
  }

  return { redis, read };
}
