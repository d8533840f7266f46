import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import { CountingPaused } from "../errors.ts";
import type { Log } from "../log.ts";
import { isTransient } from "./failure.ts";
import { defineWriteCounts } from "./script.ts";

const memorySeconds = 24 * 60 * 60;

/** Either every amount was added, or some keys are no counters and nothing was. */
export type Outcome =
  | { readonly counted: true; readonly values: ReadonlyMap<string, bigint> }
  | { readonly counted: false; readonly reasons: ReadonlyMap<string, string> };

/** Writes one batch at a time: wait for one before giving the next. */
export interface Writer {
  /** @throws CountingPaused when given up, with the last failure as its cause */
  write(totals: ReadonlyMap<string, bigint>): Promise<Outcome>;
}

export interface WriterArgs {
  readonly redis: Redis;
  /** Names this process among all that write, past ones included. */
  readonly writerId: string;
  readonly retryAttempts: number;
  readonly retryDelayMs: number;
  readonly log: Log;
}

/**
 * Redis remembers the writer's last sequence number with its result. So a write whose
 * outcome is unknown is sent again under the same number, and counts once.
 */
export function createWriter({ redis, writerId, retryAttempts, retryDelayMs, log }: WriterArgs): Writer {
  const memoryKey = `tally:writer:${writerId}`;
  let sequence = 0;
  defineWriteCounts(redis);

  async function write(totals: ReadonlyMap<string, bigint>): Promise<Outcome> {
    sequence += 1;
    const keys = [...totals.keys()];
    const amounts = Array.from(totals.values(), String);
    const args = [memoryKey, ...keys, sequence, memorySeconds, ...amounts];

    return readReply(keys, await send(1 + keys.length, args));
  }

  async function send(keyCount: number, args: (string | number)[]): Promise<string[]> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await redis.writeCounts(keyCount, ...args);
      } catch (error) {
        if (attempt === retryAttempts || !isTransient(error)) {
          log.error({ err: error, sequence, attempt }, "gave up a write");
          throw new CountingPaused({ cause: error });
        }
        log.debug({ err: error, sequence, attempt }, "writing again");
      }
      await sleep(retryDelayMs);
    }
  }

  return { write };
}

function readReply(keys: readonly string[], [verdict, ...answers]: string[]): Outcome {
  const byKey = keys.map((key, position) => [key, answers[position] as string] as const);
  if (verdict === "refused") {
    return { counted: false, reasons: new Map(byKey.filter(([, reason]) => reason !== "")) };
  }
  return { counted: true, values: new Map(byKey.map(([key, value]) => [key, BigInt(value)])) };
}
