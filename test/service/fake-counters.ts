import type { Counters } from "../../service/counting/counters.ts";

export interface FakeCounters extends Counters {
  counts: { visits: bigint; pageViews: bigint; votes: bigint };
  /** While set, everything rejects with it. */
  failure: Error | undefined;
}

/** Counts in memory. */
export function createFakeCounters(): FakeCounters {
  const counts = { visits: 0n, pageViews: 0n, votes: 0n };
  const fake: FakeCounters = {
    counts,
    failure: undefined,
    async visit(weight) {
      if (fake.failure) throw fake.failure;
      counts.visits += weight;
      return { visits: counts.visits, totalVisitors: counts.pageViews };
    },
    async pageView(weight) {
      if (fake.failure) throw fake.failure;
      counts.pageViews += weight;
      return { ...counts };
    },
    async vote() {
      if (fake.failure) throw fake.failure;
      counts.votes += 1n;
      return counts.votes;
    },
  };
  return fake;
}
