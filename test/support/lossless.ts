import { expect } from "chai";
import type { Load, LoadReport } from "./load.ts";
import { until } from "./until.ts";

/** What a load was told that it has counted, so far. */
export interface Tallied {
  visits: number;
  votes: number;
}

/**
 * Requests per second that meet whatever lasts, and leave most of the processors to the tests beside;
 * those of updates and of their negative controls send more, which meet each moment.
 */
export const steadyLoad = 20;

/** How many requests must have ended before and after an update, so that the load is known to be there. */
const requestsAround = 10;

/**
 * Carries out an update while a load runs, with requests that end before and after it.
 *
 * @returns what happened to the requests of that time
 */
export async function watchUpdate(load: Load, update: () => Promise<unknown>): Promise<LoadReport> {
  const laps = [await nextRequests(load)];
  let failure: unknown;
  await update().catch((error: unknown) => {
    failure = error;
  });
  // What has ended until here tells of the update, not of what it has led to.
  laps.push(load.lap(), await nextRequests(load));
  if (failure) throw failure;
  return join(laps);
}

/**
 * Adds what was acknowledged to the tally.
 *
 * @throws AssertionError when a request failed, with the first reasons, had no number for an answer, or the same as another
 */
export function expectNothingLost(report: LoadReport, tallied: Tallied): void {
  expect(report.failures.slice(0, 10), `${report.failures.length} of ${report.sent} failed`).to.deep.equal(
    [],
  );
  for (const numbers of [report.visits, report.votes]) {
    expect(numbers.filter(Number.isNaN), "answers without a number").to.deep.equal([]);
    expect(new Set(numbers).size, "different numbers").to.equal(numbers.length);
  }
  tallied.visits += report.visits.length;
  tallied.votes += report.votes.length;
}

async function nextRequests(load: Load): Promise<LoadReport> {
  const laps: LoadReport[] = [];
  await until(() => {
    laps.push(load.lap());
    const { answeredAtMs, failures } = join(laps);
    return answeredAtMs.length + failures.length >= requestsAround;
  }, 30_000);
  return join(laps);
}

/** Several reports as one. */
export function join(reports: readonly LoadReport[]): LoadReport {
  return {
    sent: reports.reduce((sum, { sent }) => sum + sent, 0),
    failures: reports.flatMap(({ failures }) => failures),
    visits: reports.flatMap(({ visits }) => visits),
    votes: reports.flatMap(({ votes }) => votes),
    latenciesMs: reports.flatMap(({ latenciesMs }) => latenciesMs),
    answeredAtMs: reports.flatMap(({ answeredAtMs }) => answeredAtMs),
    longestWaitMs: Math.max(0, ...reports.map(({ longestWaitMs }) => longestWaitMs)),
  };
}
