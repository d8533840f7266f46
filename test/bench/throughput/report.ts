import { number } from "../figures.ts";
import { medianOf } from "../quantiles.ts";
import { renderTable } from "../table.ts";
import { names } from "./contenders.ts";
import { type Measurements, medianOfTurns, processorUsOf, ratioOfTurns, valuesOf } from "./measurements.ts";
import type { Target } from "./targets.ts";
import type { Turn } from "./turn.ts";

export interface Report {
  readonly measured: Measurements;
  readonly targets: readonly Target[];
  /** Of the machine and of the run, a line each. */
  readonly circumstances: readonly string[];
}

/** Everything as Markdown, which a terminal shows well too. */
export function renderReport({ measured, targets, circumstances }: Report): string {
  return [
    ...circumstances,
    "",
    renderContenders(measured),
    "",
    "Medians of all rounds, from the slowest to the fastest in brackets; ratios are medians of the ratios within each round. Processor time is that of the contender's containers, per request.",
    "",
    renderTargets(targets),
    "",
    renderCommands(measured),
    ...renderReplicas(measured),
    ...measured.problems.map((problem) => `\nFailed: ${problem}`),
    "",
  ].join("\n");
}

const head = [
  "contender",
  "requests/s",
  "(from to)",
  "÷ bare",
  "p50 ms",
  "p99 ms",
  "nginx µs",
  "replicas µs",
  "Redis µs",
  "all µs",
  "÷ bare",
];

function renderContenders(measured: Measurements): string {
  const contenders = [...new Set(measured.rounds.flat().map(({ contender }) => contender))];
  const rows = contenders.map((name) => {
    const median = (figure: (turn: Turn) => number, decimals: number) =>
      number(medianOfTurns(measured, name, figure), decimals);
    const speeds = valuesOf(measured.rounds, name, speed);
    return [
      name,
      median(speed, 0),
      `(${number(Math.min(...speeds), 0)} ${number(Math.max(...speeds), 0)})`,
      number(ratioOfTurns(measured, [name, names.bare], speed), 2),
      median(({ p50Ms }) => p50Ms, 1),
      median(({ p99Ms }) => p99Ms, 1),
      median(({ processorUs }) => processorUs.proxy, 0),
      median(({ processorUs }) => processorUs.replica, 0),
      median(({ processorUs }) => processorUs.redis, 1),
      median(processorUsOf, 0),
      number(ratioOfTurns(measured, [name, names.bare], processorUsOf), 2),
    ];
  });
  return renderTable(head, rows);
}

function renderTargets(targets: readonly Target[]): string {
  const rows = targets.map(({ figure, bound, target, unit = "", value, met }) => [
    figure,
    `${bound === "least" ? "≥" : "≤"} ${target} ${unit}`.trim(),
    `${number(value, value !== undefined && value < 1 ? 3 : 2)} ${unit}`.trim(),
    met === undefined ? "not measured" : met ? "met" : "MISSED",
  ]);
  return renderTable(["figure", "target", "measured", ""], rows);
}

function renderCommands(measured: Measurements): string {
  const { sent, all } = {
    sent: medianOfTurns(measured, names.tally, ({ commands }) => commands?.sent),
    all: medianOfTurns(measured, names.tally, ({ commands }) => commands?.all),
  };
  return `What Tally sends to Redis are scripts: ${number(sent, 3)} for each count, with which Redis carries out ${number(all, 2)} commands.`;
}

function renderReplicas({ replicas }: Measurements): string[] {
  if (replicas.length === 0) return [];
  const base = replicas.find(({ count }) => count === 3)?.requestsPerSecond ?? [];
  const rows = replicas.map(({ count, requestsPerSecond }) => [
    String(count),
    number(medianOf(requestsPerSecond), 0),
    number(medianOf(requestsPerSecond.map((each, round) => each / (base[round] ?? Number.NaN))), 2),
  ]);
  return ["", renderTable(["replicas", "requests/s", "÷ with 3"], rows)];
}

function speed({ requestsPerSecond }: Turn): number {
  return requestsPerSecond;
}
