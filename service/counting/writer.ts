import type { Redis } from "ioredis";
import { type AttemptsArgs, attempt } from "./attempts.ts";
import { type Batch, batchArguments } from "./batch.ts";
import { dayMs, hourMs } from "./calendar.ts";
import { writerKey } from "./keys.ts";
import { defineCommands } from "./script.ts";

const memorySeconds = 24 * 60 * 60;

/** Writes one batch at a time: wait for one before giving the next. */
export interface Writer {
  /**
   * Returns what lua/write.lua answers.
   *
   * @throws CountingPaused when given up, with the last failure as its cause
   */
  write(batch: Batch): Promise<string[]>;
}

export interface WriterArgs extends AttemptsArgs {
  readonly redis: Redis;
  /** Names this process among all that write, past ones included. */
  readonly writerId: string;
  /** How many hours and days of history are kept, the current ones included. */
  readonly historyHours?: number;
  readonly historyDays?: number;
  /** How many counters there may be when a stranger's hit creates one more. */
  readonly strangersMayCreate?: number;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/**
 * Redis remembers the writer's last sequence number with its result. So a write whose
 * outcome is unknown is sent again under the same number, and counts once.
 */
export function createWriter({ redis, writerId, now = Date.now, ...args }: WriterArgs): Writer {
  const { historyHours = 168, historyDays = 400, strangersMayCreate = 0 } = args;
  const memoryKey = writerKey(writerId);
  let sequence = 0;
  defineCommands(redis);

  function write(batch: Batch): Promise<string[]> {
    sequence += 1;
    const nowMs = now();
    const clock = [Math.floor(nowMs / hourMs), Math.floor(nowMs / dayMs), historyHours, historyDays];
    const sent = [sequence, memorySeconds, ...clock, strangersMayCreate, batchArguments(batch)].flat();
    return attempt(args, "write", { sequence }, () => redis.writeCounts(memoryKey, sent));
  }

  return { write };
}
