import { setTimeout as sleep } from "node:timers/promises";
import { type Load, type LoadReport, startLoad } from "../support/load.ts";
import { join } from "../support/lossless.ts";
import { allReady } from "../support/observations.ts";
import type { Platform } from "../support/platform.ts";
import { until } from "../support/until.ts";
import type { Fault } from "./fault.ts";
import { watchMemory } from "./memory-watch.ts";
import { watchPage } from "./page-watch.ts";

/** One counter: what visitors were told, and what was added to it. */
export interface Count {
  readonly acknowledged: number;
  /** Fewer than acknowledged when a number was handed out twice. */
  readonly distinct: number;
  readonly counted: number;
}

/** What a fault has done to a stack under load. */
export interface Outcome {
  readonly fault: Fault;
  readonly sent: number;
  readonly failures: readonly string[];
  /** How many requests had no answer when the fault struck. */
  readonly inFlight: number;
  readonly visits: Count;
  readonly votes: Count;
  /** The longest time without a successful answer, in milliseconds. */
  readonly longestOutageMs: number;
  readonly longestWaitMs: number;
  readonly page: { readonly failures: readonly string[]; readonly longestWaitMs: number };
  readonly peakMegabytes: number;
  /** Milliseconds from the fault's end until everything was well; undefined where that did not come. */
  readonly recoveredMs: number | undefined;
}

export interface TrialOptions {
  readonly requestsPerSecond?: number;
  readonly recoveryLimitMs?: number;
}

/** How many answers without a failure between them show that the load is there, and that a stack is well. */
const answersAround = 100;
/** How often it is looked whether all is well again, in milliseconds: how exactly a recovery is timed. */
const lookMs = 5;

/** Applies a fault to a deployed stack under load, and waits until the stack has recovered. */
export async function runTrial(
  platform: Platform,
  fault: Fault,
  { requestsPerSecond = 100, recoveryLimitMs = 60_000 }: TrialOptions = {},
): Promise<Outcome> {
  const stored = async () => ({
    visits: await count(platform, "visits"),
    votes: await count(platform, "votes"),
  });
  const before = await stored();
  const load = startLoad({ url: platform.url, requestsPerSecond, timeoutMs: 40_000 });
  const [page, memory] = [watchPage(platform), watchMemory(platform)];
  const laps: LoadReport[] = [];
  let recoveredMs: number | undefined;
  let inFlight = 0;
  try {
    await untilWell(load, laps, 30_000);
    inFlight = load.underWay;
    const end = await fault.strike(platform);
    await sleep(fault.lastsMs);
    const endedAtMs = performance.now();
    await end?.();
    // What was answered until here tells of the fault, not of the recovery.
    laps.push(load.lap());
    recoveredMs = await untilWell(load, laps, recoveryLimitMs)
      .then(() => until(() => allReady(platform), recoveryLimitMs, lookMs))
      .then(
        () => performance.now() - endedAtMs,
        () => undefined,
      );
  } finally {
    laps.push(await load.stop());
  }
  const [seen, peakMegabytes] = await Promise.all([page.stop(), memory.stop()]);
  const after = await stored();
  const { sent, failures, visits, votes, answeredAtMs, longestWaitMs } = join(laps);
  const counted = (numbers: readonly number[], counter: "visits" | "votes"): Count => ({
    acknowledged: numbers.length,
    distinct: new Set(numbers).size,
    counted: after[counter] - before[counter],
  });
  return {
    fault,
    sent,
    failures,
    inFlight,
    visits: counted(visits, "visits"),
    votes: counted(votes, "votes"),
    longestOutageMs: longestGap(answeredAtMs),
    longestWaitMs,
    page: seen,
    peakMegabytes,
    recoveredMs,
  };
}

async function count({ redisCli }: Platform, counter: string): Promise<number> {
  return Number(await redisCli("GET", counter));
}

async function untilWell(load: Load, laps: LoadReport[], limitMs: number): Promise<void> {
  let answers = 0;
  await until(
    () => {
      const lap = load.lap();
      laps.push(lap);
      answers = lap.failures.length > 0 ? 0 : answers + lap.answeredAtMs.length;
      return answers >= answersAround;
    },
    limitMs,
    lookMs,
  );
}

function longestGap(timesMs: readonly number[]): number {
  const sorted = timesMs.toSorted((a, b) => a - b);
  return Math.max(0, ...sorted.slice(1).map((timeMs, index) => timeMs - (sorted[index] ?? timeMs)));
}
