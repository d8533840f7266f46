import type { Count, Outcome } from "./trial.ts";

/** No request waits longer for an answer, of whatever kind, in milliseconds. */
export const waitLimitMs = 20_000;
/** Nor does anybody wait longer for the page. */
export const pageLimitMs = 10_000;
/** Below the limit of a replica's container, which is 256. */
export const memoryLimitMegabytes = 200;

/** What is wrong with an outcome: nothing where the stack has kept its promises. */
export function problemsOf(outcome: Outcome): string[] {
  const { fault, failures, visits, votes, longestWaitMs, page, peakMegabytes, recoveredMs } = outcome;
  const failed = (request: string) => failures.filter((failure) => failure.startsWith(request)).length;
  const problems = [
    ...countProblems("visits", visits, failed("GET /count")),
    ...countProblems("votes", votes, failed("POST /vote")),
  ];
  if (recoveredMs === undefined) problems.push("it did not recover");
  if (longestWaitMs > waitLimitMs) problems.push(`a request waited ${Math.round(longestWaitMs)} ms`);
  if (!fault.stopsProxy) {
    if (page.failures.length > 0) problems.push(`the page failed: ${[...new Set(page.failures)].join(", ")}`);
    if (page.longestWaitMs > pageLimitMs) problems.push(`the page took ${Math.round(page.longestWaitMs)} ms`);
  }
  if (peakMegabytes === 0) problems.push("no replica's memory was seen");
  if (!fault.fillsMemory && peakMegabytes > memoryLimitMegabytes) {
    problems.push(`a replica took ${Math.round(peakMegabytes)} MB`);
  }
  return problems;
}

/** How many acknowledged hits are missing. */
export function lostOf({ acknowledged, counted }: Count): number {
  return Math.max(0, acknowledged - counted);
}

function countProblems(counter: string, count: Count, failed: number): string[] {
  const { acknowledged, distinct, counted } = count;
  return [
    ...(acknowledged === 0 ? [`no ${counter} were acknowledged, so nothing was tested`] : []),
    ...(lostOf(count) > 0 ? [`${acknowledged} ${counter} were acknowledged, ${counted} were counted`] : []),
    ...(distinct < acknowledged ? [`${acknowledged - distinct} of ${counter} were handed out twice`] : []),
    // Whoever got no answer may have been counted all the same, and nobody else.
    ...(counted - acknowledged > failed
      ? [
          `${counted - acknowledged} ${counter} were counted that nobody was told of, ${failed} requests failed`,
        ]
      : []),
  ];
}
