import { expect } from "chai";
import { type Batch, batchArguments, createBatch, type Hit } from "../../../service/counting/batch.ts";

const nobody = { resolve: () => {}, reject: () => {} };
const visit: Hit = { counter: "tally/visits", by: 1n };

function batchOf(...hits: Hit[]): Batch {
  const batch = createBatch();
  for (const hit of hits) batch.addHit(hit, nobody);
  return batch;
}

describe("createBatch", () => {
  it("adds up what the hits add to each counter", () => {
    const { totals } = batchOf(visit, { counter: "a/b", by: 40n }, visit, { counter: "a/b", by: 2n });
    expect(Array.from(totals.values(), ({ counter, by }) => [counter, by])).to.deep.equal([
      ["tally/visits", 2n],
      ["a/b", 42n],
    ]);
  });

  it("keeps a counter that is only read", () => {
    const { totals } = batchOf({ ...visit, reads: ["tally/votes"] });
    expect(totals.get("tally/votes")).to.include({ by: 0n });
  });

  it("names every visitor once, and none of a hit that counts nothing", () => {
    const batch = batchOf(
      { ...visit, visitor: "me" },
      { ...visit, visitor: "you" },
      { ...visit, visitor: "me" },
      { ...visit, by: 0n, visitor: "she" },
    );
    expect(batchArguments(batch)).to.deep.equal([1, "tally/visits", "3", 0, 2, "me", "you", 0]);
  });

  it("may create a counter when one of its hits may", () => {
    expect(batchArguments(batchOf(visit, { ...visit, mayCreate: true }))).to.deep.equal([
      1,
      "tally/visits",
      "2",
      1,
      0,
      0,
    ]);
  });

  it("is never full of hits of one counter", () => {
    expect(batchOf(...Array.from({ length: 20_000 }, () => visit)).full).to.equal(false);
  });

  for (const [what, hitOf] of [
    ["counters", (index: number) => ({ counter: `a/${index}`, by: 1n })],
    ["visitors", (index: number) => ({ ...visit, visitor: String(index) })],
  ] as const) {
    it(`is full of so many ${what} that they would hold up Redis`, () => {
      const batch = createBatch();
      let hits = 0;
      for (; !batch.full; hits += 1) batch.addHit(hitOf(hits), nobody);
      expect(hits).to.be.within(500, 10_000);
    });
  }
});

describe("batchArguments", () => {
  it("puts the operations after the totals, each with its blobs", () => {
    const batch = batchOf(visit);
    batch.addOperation({ kind: "reset", counter: "a/b" }, nobody);
    const blobs = [Buffer.from("x")];
    const sketch = { value: "1", settings: {}, buckets: {}, sketchDays: [], blobs };
    batch.addOperation({ kind: "import", counter: "a/b", ...sketch }, nobody);
    const [, , , , , operations, reset, none, , one, blob] = batchArguments(batch);
    expect([operations, reset, none]).to.deep.equal([2, '{"kind":"reset","counter":"a/b"}', 0]);
    expect([one, blob]).to.deep.equal([1, blobs[0]]);
  });
});
