import type { Measurements } from "./measurements.ts";
import type { Turn } from "./turn.ts";

/** A turn in which everything else follows from the speed. */
export function turn(contender: string, requestsPerSecond: number): Turn {
  return {
    contender,
    requests: requestsPerSecond,
    requestsPerSecond,
    p50Ms: 1,
    p99Ms: 2,
    processorUs: { proxy: 100_000 / requestsPerSecond, replica: 0, redis: 0, other: 0 },
    commands: { sent: 0.04, all: 0.5 },
    problem: undefined,
  };
}

/** Rounds of turns, each round given as speeds by contender. */
export function measurements(...rounds: readonly Readonly<Record<string, number>>[]): Measurements {
  return {
    rounds: rounds.map((round) => Object.entries(round).map(([name, speed]) => turn(name, speed))),
    pacing: undefined,
    memoryMegabytes: 250,
    imageMegabytes: 26,
    replicas: [],
    problems: [],
  };
}
