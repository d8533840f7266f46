import { randomBytes } from "node:crypto";
import type { Redis } from "ioredis";
import { withTimeLimit } from "../time-limit.ts";

const dayMs = 24 * 60 * 60 * 1000;
// Nobody waits longer for it: without Redis a hit will not be counted either.
const limitMs = 500;

/** What makes hashes of visitors worthless to whoever does not have it. All replicas have the same. */
export interface Salts {
  /** Another one on each day (UTC), which nobody keeps when the day is over. */
  ofToday(): Promise<string>;
  /** One that stays: what a voter may take back is not bound to a day. */
  ofVotes(): Promise<string>;
}

export interface SaltsArgs {
  readonly redis: Redis;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** How much longer than its day Redis keeps a salt: the clocks of two replicas may differ. */
  readonly marginMs?: number;
}

/**
 * Redis is asked for a salt once; the answer is known from then on. Where the connection was lost,
 * Redis may have come back with other data, and is asked again. Rejects while Redis is away.
 */
export function createSalts({ redis, now = Date.now, marginMs = 600_000 }: SaltsArgs): Salts {
  let day = -1;
  let todays: Promise<string> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let votes: Promise<string> | undefined;
  redis.on("ready", () => {
    forgetDay();
    votes = undefined;
  });

  function ofToday(): Promise<string> {
    const nowMs = now();
    const today = Math.floor(nowMs / dayMs);
    if (today !== day) forgetDay();
    day = today;
    const leftMs = (today + 1) * dayMs - nowMs;
    todays ??= withTimeLimit(agree(`tally:salt:${today}`, leftMs + marginMs), limitMs).catch((error) => {
      if (day === today) todays = undefined;
      throw error;
    });
    // A replica that nobody asks would know it for days.
    timer ??= setTimeout(forgetDay, leftMs).unref();
    return todays;
  }

  function ofVotes(): Promise<string> {
    votes ??= withTimeLimit(agree("tally:salt:votes"), limitMs).catch((error) => {
      votes = undefined;
      throw error;
    });
    return votes;
  }

  function forgetDay(): void {
    todays = undefined;
    clearTimeout(timer);
    timer = undefined;
  }

  /** Whoever comes first decides. */
  async function agree(key: string, lifetimeMs?: number): Promise<string> {
    const suggested = randomBytes(32).toString("base64url");
    if (lifetimeMs === undefined) await redis.set(key, suggested, "NX");
    else await redis.set(key, suggested, "PX", lifetimeMs, "NX");
    const agreed = await redis.get(key);
    if (agreed === null) throw new Error(`Redis has lost the key ${key}`);
    return agreed;
  }

  return { ofToday, ofVotes };
}
