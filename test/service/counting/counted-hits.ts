import { expect } from "chai";
import type { History } from "../../../service/counting/counters.ts";

export interface Tally {
  readonly numbers: bigint[];
  readonly unacknowledged: number;
}

/** Clients that count one hit after the other, each waiting for its answer. */
export async function runHits(
  clients: number,
  hitsEach: number,
  countOne: () => Promise<bigint>,
): Promise<Tally> {
  const numbers: bigint[] = [];
  let unacknowledged = 0;
  const runs = Array.from({ length: clients }, async () => {
    for (let hit = 0; hit < hitsEach; hit += 1) {
      try {
        numbers.push(await countOne());
      } catch {
        unacknowledged += 1;
      }
    }
  });
  await Promise.all(runs);
  return { numbers, unacknowledged };
}

/** 1, 2, 3 … in whatever order. */
export function expectWithoutGaps(numbers: readonly bigint[], count: number): void {
  const seen = new Set(numbers);
  expect(numbers).to.have.length(count);
  expect(seen.size).to.equal(count);
  for (let number = 1n; number <= BigInt(count); number += 1n) {
    if (!seen.has(number)) expect.fail(`Nobody got the number ${number}`);
  }
}

export function expectToAddUp({ value, hours, days, beforeHours, beforeDays }: History, count: number): void {
  const sum = (buckets: History["hours"]) => buckets.reduce((total, bucket) => total + bucket.count, 0n);
  expect([value, sum(hours), sum(days), beforeHours, beforeDays]).to.deep.equal([
    BigInt(count),
    BigInt(count),
    BigInt(count),
    0n,
    0n,
  ]);
}
