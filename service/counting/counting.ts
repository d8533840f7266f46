import { setTimeout as sleep } from "node:timers/promises";
import { CountingPaused, TooManyHits } from "../errors.ts";
import { type Metrics, noMetrics } from "../metrics/metrics.ts";
import { noTracing, type Tracing } from "../tracing/tracing.ts";
import { type Batch, createBatch, type Hit, type Waiter, waitsOf } from "./batch.ts";
import type { Operation, OperationAnswer } from "./operations.ts";
import { watchOutage } from "./outage.ts";
import { asOperation, type Leftover, settle } from "./settlement.ts";
import { createWriter, type WriterArgs } from "./writer.ts";

/** Counts in Redis. Whatever arrives while a write is under way shares the next one. */
export interface Counting {
  /**
   * Returns the counter's value after the hit, and then the values of what the hit reads.
   *
   * @throws CountingPaused, TooManyHits, NoSuchCounter, TooManyCounters, CounterOverflow;
   * CounterBroken when a key holds no counter
   */
  count(hit: Hit): Promise<bigint[]>;
  /** Does it in its turn, after the hits of the same write. @throws as `count`, or what the operation is refused for */
  run(operation: Operation): Promise<OperationAnswer>;
  /** Resolves when everybody so far has an answer. */
  settled(): Promise<void>;
}

export interface CountingArgs extends WriterArgs {
  readonly mostWaiting?: number;
  readonly metrics?: Pick<Metrics, "written">;
  readonly tracing?: Pick<Tracing, "wait" | "write"> | undefined;
}

interface Resolvable<Answer> extends Waiter<Answer> {
  readonly promise: Promise<Answer>;
}

// Since the write before began: hits are to gather meanwhile. A write costs every process
// that it passes a wake-up, which is more than a hit does.
const gatherMs = 3;

// Sums of what is smaller stay far below 64 bits, whatever the number of hits in a batch.
const leastAlone = 2n ** 40n;

export function createCounting(args: CountingArgs): Counting {
  const { mostWaiting = 100_000, metrics = noMetrics, tracing = noTracing } = args;
  const writer = createWriter(args);
  const outage = watchOutage(args.redis);
  const retryWindowMs = args.retryAttempts * args.retryDelayMs;
  let queue: Batch[] = [];
  let waiting = 0;
  let begunMs = 0;
  let writing: Promise<void> | undefined;

  function enqueue<Answer>(add: (batch: Batch, waiter: Waiter<Answer>) => void): Promise<Answer> {
    if (outage.forMs() > retryWindowMs) return Promise.reject(new CountingPaused());
    if (waiting >= mostWaiting) return Promise.reject(new TooManyHits());
    const waiter: Resolvable<Answer> = Promise.withResolvers<Answer>();
    waiter.wait = tracing.wait(waiter.promise);
    add(openBatch(queue), waiter);
    waiting += 1;
    writing ??= writeAll();
    return waiter.promise;
  }

  function count(hit: Hit): Promise<bigint[]> {
    if (hit.by < leastAlone) return enqueue((batch, waiter) => batch.addHit(hit, waiter));
    return enqueue((batch, waiter) => {
      const entry = asOperation({ hit, waiter });
      batch.addOperation(entry.operation, entry.waiter);
    });
  }

  function run(operation: Operation): Promise<OperationAnswer> {
    return enqueue((batch, waiter) => batch.addOperation(operation, waiter));
  }

  async function writeAll(): Promise<void> {
    for (let [batch] = queue; batch !== undefined; [batch] = queue) {
      const restMs = begunMs + gatherMs - performance.now();
      if (restMs > 0) await sleep(restMs);
      begunMs = performance.now();
      queue.shift();
      const entries = batch.hits.length + batch.operations.length;
      waiting -= entries;
      try {
        const written = tracing.write(
          () => waitsOf(batch),
          entries,
          () => writer.write(batch),
        );
        const settled = settle(batch, await written);
        metrics.written(entries, settled.counted);
        writeFirst(settled);
      } catch (error) {
        for (const rejected of [batch, ...queue]) rejectAll(rejected, error);
        queue = [];
        waiting = 0;
      }
    }
    writing = undefined;
  }

  function writeFirst({ hits, operations }: Leftover): void {
    const first: Batch[] = [];
    for (const { hit, waiter } of hits) openBatch(first).addHit(hit, waiter);
    for (const { operation, waiter } of operations) openBatch(first).addOperation(operation, waiter);
    waiting += hits.length + operations.length;
    queue.unshift(...first);
  }

  return { count, run, settled: async () => writing };
}

/** The last batch of the queue, or a new one after it where that is full. */
function openBatch(queue: Batch[]): Batch {
  const last = queue.at(-1);
  if (last !== undefined && !last.full) return last;
  const batch = createBatch();
  queue.push(batch);
  return batch;
}

function rejectAll({ hits, operations }: Batch, error: unknown): void {
  for (const { waiter } of [...hits, ...operations]) waiter.reject(error);
}
