import { expect } from "chai";
import { sharesOf, totalsOf } from "../../../service/counting/batch.ts";

const visit = { key: "visits", by: 1n };
const vote = { key: "votes", by: 1n };
const readVotes = { key: "votes", by: 0n };

describe("totalsOf", () => {
  it("adds up what the hits add to each key", () => {
    const totals = totalsOf([[visit], [visit, vote], [vote, readVotes], [visit]]);
    expect([...totals]).to.deep.equal([
      ["visits", 3n],
      ["votes", 2n],
    ]);
  });

  it("keeps a key that is only read", () => {
    expect([...totalsOf([[readVotes]])]).to.deep.equal([["votes", 0n]]);
  });
});

describe("sharesOf", () => {
  function share(hits: Parameters<typeof sharesOf>[0], values: Record<string, bigint>): bigint[][] {
    return sharesOf(hits, totalsOf(hits), new Map(Object.entries(values)));
  }

  it("gives every hit its own number, without a gap, in the order of arrival", () => {
    expect(share([[visit], [visit], [visit]], { visits: 10n })).to.deep.equal([[8n], [9n], [10n]]);
  });

  it("shows a read what the hits before it have added, and no later ones", () => {
    expect(share([[readVotes], [vote], [readVotes], [vote]], { votes: 7n })).to.deep.equal([
      [5n],
      [6n],
      [6n],
      [7n],
    ]);
  });

  it("counts each key on its own", () => {
    const hits = [[visit, readVotes], [vote], [visit, readVotes]];
    expect(share(hits, { visits: 2n, votes: 1n })).to.deep.equal([[1n, 0n], [1n], [2n, 1n]]);
  });

  it("lets one hit change a key twice", () => {
    expect(share([[visit, visit]], { visits: 5n })).to.deep.equal([[4n, 5n]]);
  });

  it("is exact beyond 2^53", () => {
    const last = 2n ** 63n - 1n;
    expect(share([[visit], [visit]], { visits: last })).to.deep.equal([[last - 1n], [last]]);
  });
});
