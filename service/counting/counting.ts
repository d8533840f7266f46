import type { Redis } from "ioredis";
import { CounterBroken, CountingPaused, TooManyHits } from "../errors.ts";
import type { Log } from "../log.ts";
import { type Change, type Hit, sharesOf, totalsOf } from "./batch.ts";
import { watchOutage } from "./outage.ts";
import { createWriter } from "./writer.ts";

type Values<Changes extends readonly Change[]> = { -readonly [Position in keyof Changes]: bigint };

/** Counts in Redis. Hits that arrive while a write is under way share the next one. */
export interface Counting {
  /**
   * Makes all of the changes or none, and returns the values after each.
   *
   * @throws CountingPaused, TooManyHits; CounterBroken when a key holds no counter
   */
  apply<const Changes extends readonly Change[]>(changes: Changes): Promise<Values<Changes>>;
  /** Resolves when every hit taken so far has its answer. */
  settled(): Promise<void>;
}

export interface CountingArgs {
  readonly redis: Redis;
  readonly writerId: string;
  readonly retryAttempts: number;
  readonly retryDelayMs: number;
  readonly log: Log;
  readonly mostWaiting?: number;
}

interface WaitingHit {
  readonly hit: Hit;
  resolve(values: bigint[]): void;
  reject(error: unknown): void;
}

export function createCounting({ mostWaiting = 100_000, ...args }: CountingArgs): Counting {
  const writer = createWriter(args);
  const outage = watchOutage(args.redis);
  const retryWindowMs = args.retryAttempts * args.retryDelayMs;
  let waiting: WaitingHit[] = [];
  let writing: Promise<void> | undefined;

  async function apply<const Changes extends readonly Change[]>(changes: Changes): Promise<Values<Changes>> {
    if (outage.forMs() > retryWindowMs) throw new CountingPaused();
    if (waiting.length >= mostWaiting) throw new TooManyHits();
    const { promise, resolve, reject } = Promise.withResolvers<bigint[]>();
    waiting.push({ hit: changes, resolve, reject });
    writing ??= writeAll();
    return promise as Promise<Values<Changes>>;
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await writeBatch(batch);
      } catch (error) {
        for (const { reject } of [...batch, ...waiting]) reject(error);
        waiting = [];
      }
    }
    writing = undefined;
  }

  async function writeBatch(batch: readonly WaitingHit[]): Promise<void> {
    const hits = batch.map(({ hit }) => hit);
    const totals = totalsOf(hits);
    const outcome = await writer.write(totals);
    if (outcome.counted) {
      const shares = sharesOf(hits, totals, outcome.values);
      for (const [position, values] of shares.entries()) batch[position]?.resolve(values);
    } else {
      waiting = [...rejectBroken(batch, outcome.reasons), ...waiting];
    }
  }

  return { apply, settled: async () => writing };
}

/** The hits that have nothing to do with the broken keys: they go first in the next write. */
function rejectBroken(batch: readonly WaitingHit[], reasons: ReadonlyMap<string, string>): WaitingHit[] {
  return batch.filter(({ hit, reject }) => {
    const key = hit.map((change) => change.key).find((key) => reasons.has(key));
    if (key === undefined) return true;
    reject(new CounterBroken(key, reasons.get(key) ?? ""));
    return false;
  });
}
