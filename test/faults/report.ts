import { renderTable } from "../bench/table.ts";
import type { Outcome } from "./trial.ts";
import { lostOf } from "./verdict.ts";

const head = [
  "fault",
  "requests",
  "acknowledged",
  "counted",
  "lost",
  "failed",
  "in flight",
  "longest outage ms",
  "longest wait ms",
  "page ms",
  "MB",
];

/** A line for each fault; visits and votes together. */
export function renderOutcomes(outcomes: readonly Outcome[]): string {
  return renderTable(head, outcomes.map(row));
}

function row({
  fault,
  sent,
  failures,
  inFlight,
  visits,
  votes,
  longestOutageMs,
  longestWaitMs,
  page,
  peakMegabytes,
}: Outcome) {
  const numbers = [
    sent,
    visits.acknowledged + votes.acknowledged,
    visits.counted + votes.counted,
    lostOf(visits) + lostOf(votes),
    failures.length,
    inFlight,
    longestOutageMs,
    longestWaitMs,
    page.longestWaitMs,
    peakMegabytes,
  ];
  return [fault.name, ...numbers.map((number) => String(Math.round(number)))];
}
