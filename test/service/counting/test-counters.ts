import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { parseCounterName } from "../../../service/counting/counter-name.ts";
import type { Counters } from "../../../service/counting/counters.ts";
import { type CountingArgs, createCounting } from "../../../service/counting/counting.ts";
import { type CountersArgs, createCounters } from "../../../service/counting/redis-counters.ts";
import { silentLog } from "../log-lines.ts";

type Args = Omit<CountersArgs, "redis" | "counting"> & CountingArgs;

/** Counters in a real Redis, and a clock that stands still until it is moved. */
export interface TestCounters extends Counters {
  readonly clock: { nowMs: number };
}

/** Noon of a day, so that hours can pass in both directions. */
export const noonMs = Date.UTC(2026, 10, 21, 12);
export const today = Math.floor(noonMs / 86_400_000);
export const thisHour = today * 24 + 12;

export function createTestCounters(redis: Redis, args: Partial<Args> = {}): TestCounters {
  const clock = { nowMs: noonMs };
  const all = {
    redis,
    writerId: `web-1:${randomUUID()}`,
    retryAttempts: 2,
    retryDelayMs: 1,
    log: silentLog,
    now: () => clock.nowMs,
    ...args,
  };
  return { clock, ...createCounters({ counting: createCounting(all), ...all }) };
}

export const named = parseCounterName;

/** What a promise rejects with. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("It did not fail.");
}
