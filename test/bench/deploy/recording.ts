import { setTimeout as sleep } from "node:timers/promises";
import { join } from "../../support/lossless.ts";
import { watchProcessors } from "../processors.ts";
import type { Generator, Lap } from "./generator.ts";

/** What happened to the requests of one stretch of time, and how busy the machine was meanwhile. */
export interface Recording {
  readonly sent: number;
  readonly failed: number;
  readonly latenciesMs: readonly number[];
  /** The processors', from 0 to 1. */
  readonly machineBusy: number;
  /** The generator's event loop's, from 0 to 1. */
  readonly generatorBusy: number;
  readonly latenessMs: readonly number[];
}

const lapMs = 250;

/**
 * Records the load for as long as the work takes.
 *
 * @returns what the work returned, and the recording
 * @throws what the work threw
 */
export async function record<Result>(
  generator: Generator,
  work: Promise<Result>,
  onLap: (lap: Lap) => void,
): Promise<{ result: Result; recording: Recording }> {
  const laps: Lap[] = [];
  const machineBusy = watchProcessors();
  let done = false;
  const end = work
    .catch(() => undefined)
    .then(() => {
      done = true;
    });
  while (!done) {
    await Promise.race([sleep(lapMs), end]);
    const lap = await generator.lap();
    onLap(lap);
    laps.push(lap);
  }
  const result = await work;
  return { result, recording: summed(laps, machineBusy()) };
}

function summed(laps: readonly Lap[], machineBusy: number): Recording {
  const { sent, failures, latenciesMs } = join(laps);
  const generatorBusy = laps.reduce((sum, { busy }) => sum + busy, 0) / laps.length;
  const latenessMs = laps.flatMap((lap) => lap.latenessMs);
  return { sent, failed: failures.length, latenciesMs, machineBusy, generatorBusy, latenessMs };
}
