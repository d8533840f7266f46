import { medianOf, type Quantiles, quantilesOf } from "../quantiles.ts";
import type { RecordedUpdate, Timeline } from "./campaign.ts";
import type { Recording } from "./recording.ts";
import { noOp } from "./schedule.ts";

/** All updates of one kind, or all rests. */
export interface KindSummary {
  readonly kind: string;
  readonly times: number;
  readonly medianMs?: number | undefined;
  /** The median duration against that of an update that changes nothing. */
  readonly toNoOp?: number | undefined;
  readonly sent: number;
  readonly failed: number;
  readonly during: Quantiles | undefined;
  /** Of the rests before and after each of these updates: others use the machine as well, and not evenly. */
  readonly atRest?: Quantiles | undefined;
  /** p99 during these updates against p99 at rest. */
  readonly p99Ratio?: number | undefined;
}

/** Every kind of update in order of appearance, then all of them together, then the rests. */
export function summarize({ updates, rests }: Timeline): KindSummary[] {
  const noOpMs = medianOf(updates.filter(({ kind }) => kind === noOp).map(({ durationMs }) => durationMs));

  function summary(kind: string, belongs: (update: RecordedUpdate) => boolean): KindSummary {
    const chosen = updates.filter(belongs);
    const around = rests.filter((_, index) =>
      [updates[index - 1], updates[index]].some((u) => u && belongs(u)),
    );
    const recordings = chosen.map(({ recording }) => recording);
    const medianMs = medianOf(chosen.map(({ durationMs }) => durationMs));
    const [during, atRest] = [quantilesIn(recordings), quantilesIn(around)];
    return {
      kind,
      times: chosen.length,
      medianMs,
      toNoOp: ratio(medianMs, noOpMs),
      ...counted(recordings),
      during,
      atRest,
      p99Ratio: ratio(during?.p99, atRest?.p99),
    };
  }

  const kinds = [...new Set(updates.map(({ kind }) => kind))];
  const all = summary("all updates", () => true);
  return [...kinds.map((name) => summary(name, ({ kind }) => kind === name)), all, summarizeRests(rests)];
}

function summarizeRests(rests: readonly Recording[]): KindSummary {
  return { kind: "at rest", times: rests.length, ...counted(rests), during: quantilesIn(rests) };
}

function counted(recordings: readonly Recording[]): { sent: number; failed: number } {
  return {
    sent: recordings.reduce((sum, { sent }) => sum + sent, 0),
    failed: recordings.reduce((sum, { failed }) => sum + failed, 0),
  };
}

function ratio(value: number | undefined, base: number | undefined): number | undefined {
  return value === undefined || !base ? undefined : value / base;
}

function quantilesIn(recordings: readonly Recording[]): Quantiles | undefined {
  return quantilesOf(recordings.flatMap(({ latenciesMs }) => latenciesMs));
}
