import { names } from "./contenders.ts";
import { type Measurements, medianOfTurns, processorUsOf, ratioOfTurns } from "./measurements.ts";
import { p99Ratio } from "./pacing.ts";
import type { Turn } from "./turn.ts";

export interface Target {
  readonly figure: string;
  readonly bound: "least" | "most";
  readonly target: number;
  readonly unit?: string;
  /** Undefined where what it needs was left out. */
  readonly value: number | undefined;
  readonly met: boolean | undefined;
}

const speed = ({ requestsPerSecond }: Turn) => requestsPerSecond;

/** What Tally is held to on `/count`, with 64 connections, and what came of it. */
export function judge(measured: Measurements): Target[] {
  const faster = (than: string) => ratioOfTurns(measured, [names.tally, than], speed);
  return [
    target("throughput ÷ seeds' system as started", "least", 12, faster(names.seeds)),
    target("throughput ÷ seeds' under gunicorn", "least", 5, faster(names.gunicorn)),
    target("throughput ÷ the Node example", "least", 1.8, faster(names.express)),
    target("throughput ÷ bare node:http", "least", 0.8, faster(names.bare)),
    target(
      "p99 at half of it ÷ the Node example's",
      "most",
      0.7,
      measured.pacing && p99Ratio(measured.pacing),
    ),
    target(
      "commands sent to Redis per count",
      "most",
      0.05,
      medianOfTurns(measured, names.tally, ({ commands }) => commands?.sent),
    ),
    target(
      "processor time per request ÷ bare's",
      "most",
      1.25,
      ratioOfTurns(measured, [names.tally, names.bare], processorUsOf),
    ),
    target("memory of the whole platform after the run", "most", 300, measured.memoryMegabytes, "MB"),
    target("service image beyond its base", "most", 25, measured.imageMegabytes, "MB"),
    target(
      "growth from one counter to many, per hit",
      "most",
      1.2,
      ratioOfTurns(measured, [names.hitOne, names.hitMany], speed),
    ),
  ];
}

function target(
  figure: string,
  bound: Target["bound"],
  wanted: number,
  value: number | undefined,
  unit?: string,
): Target {
  const met = value === undefined ? undefined : bound === "least" ? value >= wanted : value <= wanted;
  return { figure, bound, target: wanted, value, met, ...(unit && { unit }) };
}
