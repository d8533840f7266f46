import { number } from "../figures.ts";
import { medianOf } from "../quantiles.ts";
import { names } from "./contenders.ts";
import { type Measurements, processorUsOf, ratioOfTurns, valuesOf } from "./measurements.ts";
import type { Bar, Chart } from "./plot.ts";
import type { Turn } from "./turn.ts";

const speed = ({ requestsPerSecond }: Turn) => requestsPerSecond;

/** What is drawn of a run: medians, from the slowest to the fastest round, and ratios. */
export function chartsOf(measured: Measurements): Chart[] {
  const contenders = [...new Set(measured.rounds.flat().map(({ contender }) => contender))];
  const chart = (title: string, figure: (turn: Turn) => number): Chart => ({
    title,
    bars: contenders.map((name) => {
      const ratio = ratioOfTurns(measured, [name, names.bare], figure);
      return barOf(name, valuesOf(measured.rounds, name, figure), ratio && `${number(ratio, 2)} × bare`);
    }),
  });
  const replicas = measured.replicas.map(({ count, requestsPerSecond }) =>
    barOf(`Tally with ${count}`, requestsPerSecond),
  );
  return [
    chart("Requests per second (more is better)", speed),
    chart("Processor time per request, microseconds (less is better)", processorUsOf),
    ...(replicas.length > 0 ? [{ title: "Requests per second by number of replicas", bars: replicas }] : []),
  ];
}

function barOf(label: string, values: readonly number[], note: string | 0 | undefined = ""): Bar {
  return {
    label,
    median: medianOf(values) ?? 0,
    least: Math.min(...values),
    most: Math.max(...values),
    note: note || "",
  };
}
