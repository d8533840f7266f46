import type { Counting } from "./counting.ts";

const visitsKey = "visits";
const pageViewsKey = "total_visitors";
const votesKey = "votes";

/** How much a request counts: 0 leaves every counter as it is. */
export type Weight = 0n | 1n;

export interface VisitCounts {
  readonly visits: bigint;
  readonly totalVisitors: bigint;
}

export interface PageCounts {
  readonly pageViews: bigint;
  readonly votes: bigint;
  readonly visits: bigint;
}

/** What can be counted. Everything rejects as `Counting.apply` does. */
export interface Counters {
  visit(weight: Weight): Promise<VisitCounts>;
  pageView(weight: Weight): Promise<PageCounts>;
  vote(): Promise<bigint>;
}

export function createCounters(counting: Pick<Counting, "apply">): Counters {
  return {
    async visit(weight) {
      const [visits, totalVisitors] = await counting.apply([
        { key: visitsKey, by: weight },
        { key: pageViewsKey, by: 0n },
      ]);
      return { visits, totalVisitors };
    },
    async pageView(weight) {
      const [pageViews, votes, visits] = await counting.apply([
        { key: pageViewsKey, by: weight },
        { key: votesKey, by: 0n },
        { key: visitsKey, by: 0n },
      ]);
      return { pageViews, votes, visits };
    },
    async vote() {
      const [votes] = await counting.apply([{ key: votesKey, by: 1n }]);
      return votes;
    },
  };
}
