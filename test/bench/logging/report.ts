import { number } from "../figures.ts";
import { medianOf } from "../quantiles.ts";
import { renderTable } from "../table.ts";

/** The requests per second at one level of the log, round by round. */
export interface Throughput {
  readonly name: string;
  readonly perSecond: readonly number[];
  /** Processor time of all containers of the stack together, in microseconds for each request. */
  readonly cpuMicroseconds: readonly number[];
}

/** A row for each level; the first is what the others are compared with. */
export function renderComparison(measured: readonly Throughput[]): string {
  const [first] = measured;
  const rows = measured.map((each) => [
    each.name,
    number(medianOf(each.perSecond), 0),
    number(shareLeft(first, each), 3),
    number(medianOf(each.cpuMicroseconds), 0),
  ]);
  return renderTable(["logged", "requests/s", "ratio", "µs of processor each"], rows);
}

/** The median of the ratios within each round: what else the machine did in a round, it did to both. */
export function shareLeft(
  without: Pick<Throughput, "perSecond"> | undefined,
  logging: Pick<Throughput, "perSecond"> | undefined,
): number | undefined {
  const ratios = (logging?.perSecond ?? []).map(
    (each, round) => each / (without?.perSecond[round] ?? Number.NaN),
  );
  return medianOf(ratios);
}
