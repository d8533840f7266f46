import { expect } from "chai";
import type { Change } from "../../../service/counting/batch.ts";
import { createCounters } from "../../../service/counting/counters.ts";
import type { Counting } from "../../../service/counting/counting.ts";

describe("createCounters", () => {
  let applied: readonly Change[] = [];
  const apply = async (changes: readonly Change[]) => {
    applied = changes;
    return changes.map((_, position) => BigInt(position + 10));
  };
  const counters = createCounters({ apply } as Pick<Counting, "apply">);

  it("counts a visit, and reads how many page views there are", async () => {
    expect(await counters.visit(1n)).to.deep.equal({ visits: 10n, totalVisitors: 11n });
    expect(applied).to.deep.equal([
      { key: "visits", by: 1n },
      { key: "total_visitors", by: 0n },
    ]);
  });

  it("counts a page view, and reads the votes and visits", async () => {
    expect(await counters.pageView(1n)).to.deep.equal({ pageViews: 10n, votes: 11n, visits: 12n });
    expect(applied).to.deep.equal([
      { key: "total_visitors", by: 1n },
      { key: "votes", by: 0n },
      { key: "visits", by: 0n },
    ]);
  });

  it("counts a vote", async () => {
    expect(await counters.vote()).to.equal(10n);
    expect(applied).to.deep.equal([{ key: "votes", by: 1n }]);
  });

  it("adds nothing for what weighs nothing", async () => {
    await counters.visit(0n);
    expect(applied.every(({ by }) => by === 0n)).to.equal(true);
    await counters.pageView(0n);
    expect(applied.every(({ by }) => by === 0n)).to.equal(true);
  });
});
