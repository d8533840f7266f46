import type { LoadReport } from "../../support/load.ts";

/** One counter at the end: what visitors were told, and what is stored. */
export interface Count {
  readonly counter: string;
  readonly acknowledged: number;
  /** Less than acknowledged when a number was handed out twice. */
  readonly distinct: number;
  readonly stored: number;
}

/** Keeps account of every request. */
export interface Ledger {
  readonly sent: number;
  readonly failures: readonly string[];
  enter(report: LoadReport): void;
  /** @param stored the counters' values in Redis, once nothing is under way any more */
  close(stored: { readonly visits: number; readonly votes: number }): Count[];
}

export function createLedger(): Ledger {
  const failures: string[] = [];
  const told = { visits: [] as number[], votes: [] as number[] };
  let sent = 0;
  return {
    get sent() {
      return sent;
    },
    failures,
    enter(report) {
      sent += report.sent;
      failures.push(...report.failures);
      told.visits.push(...report.visits);
      told.votes.push(...report.votes);
    },
    close: (stored) =>
      (["visits", "votes"] as const).map((counter) => ({
        counter,
        acknowledged: told[counter].length,
        distinct: new Set(told[counter]).size,
        stored: stored[counter],
      })),
  };
}

export function isExact({ acknowledged, distinct, stored }: Count): boolean {
  return acknowledged === stored && distinct === stored;
}
