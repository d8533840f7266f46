import { medianOf } from "../quantiles.ts";
import type { Pacing } from "./pacing.ts";
import type { Turn } from "./turn.ts";

/** All that a run has measured. */
export interface Measurements {
  /** By round; each contender has at most one turn in a round. */
  readonly rounds: readonly (readonly Turn[])[];
  readonly pacing: Pacing | undefined;
  readonly memoryMegabytes: number | undefined;
  readonly imageMegabytes: number | undefined;
  /** Requests per second, round by round, for each number of replicas. */
  readonly replicas: readonly { readonly count: number; readonly requestsPerSecond: readonly number[] }[];
  /** What makes the run fail. */
  readonly problems: readonly string[];
}

/** The middle of all rounds. @returns undefined where the contender had no turn */
export function medianOfTurns(
  { rounds }: Measurements,
  contender: string,
  figure: (turn: Turn) => number | undefined,
): number | undefined {
  return medianOf(valuesOf(rounds, contender, figure));
}

/** The middle of the ratios within each round: what disturbs a round disturbs both. */
export function ratioOfTurns(
  { rounds }: Measurements,
  [contender, base]: readonly [string, string],
  figure: (turn: Turn) => number,
): number | undefined {
  const ratios = rounds.flatMap((round) => {
    const [value] = valuesOf([round], contender, figure);
    const [reference] = valuesOf([round], base, figure);
    return value === undefined || !reference ? [] : [value / reference];
  });
  return medianOf(ratios);
}

export function valuesOf(
  rounds: Measurements["rounds"],
  contender: string,
  figure: (turn: Turn) => number | undefined,
): number[] {
  const turns = rounds.flat().filter((turn) => turn.contender === contender);
  return turns.map(figure).filter((value) => value !== undefined);
}

/** Of all containers together, per request, in microseconds. */
export function processorUsOf({ processorUs }: Turn): number {
  return Object.values(processorUs).reduce((sum, each) => sum + each, 0);
}
