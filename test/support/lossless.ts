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

/** How many answers must have come in before and after an update, so that the load is known to be there. */
const answersAround = 10;

/**
 * Carries out an update while a load runs, with answers before and after it.
 *
 * @returns what happened to the requests of that time
 */
export async function watchUpdate(load: Load, update: () => Promise<unknown>): Promise<LoadReport> {
  const laps = [await nextAnswers(load)];
  let failure: unknown;
  await update().catch((error: unknown) => {
    failure = error;
  });
  laps.push(await nextAnswers(load));
  if (failure) throw failure;
  return join(laps);
}

/** @throws AssertionError with the first reasons when a request failed or a number was handed out twice or not at all */
export function expectNothingLost(report: LoadReport, tallied: Tallied): void {
  expect(report.failures.slice(0, 10), `${report.failures.length} of ${report.sent} failed`).to.deep.equal(
    [],
  );
  expect(new Set(report.visits).size).to.equal(report.visits.length);
  expect(new Set(report.votes).size).to.equal(report.votes.length);
  tallied.visits += report.visits.length;
  tallied.votes += report.votes.length;
}

async function nextAnswers(load: Load): Promise<LoadReport> {
  const laps: LoadReport[] = [];
  await until(() => {
    laps.push(load.lap());
    return join(laps).latenciesMs.length >= answersAround;
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
