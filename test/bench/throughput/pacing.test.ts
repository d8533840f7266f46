import { expect } from "chai";
import { names } from "./contenders.ts";
import { failuresOf, p99Ratio } from "./pacing.ts";

const good = { due: 100, answered: 100, unanswered: 0, failures: [], p50Ms: 1, p99Ms: 8 };

describe("failuresOf", () => {
  it("says who failed how many, and why", () => {
    const failed = { ...good, answered: 97, unanswered: 1, failures: ["closed", "closed"] };
    expect(failuresOf({ requestsPerSecond: 20, tally: [good], express: [good, failed] })).to.deep.equal([
      `2 of 100 requests to ${names.express}, at a steady rate, failed: closed`,
      `1 of 100 requests to ${names.express}, at a steady rate, have no answer`,
    ]);
  });

  it("says nothing where all went well, or nothing was asked", () => {
    expect(failuresOf({ requestsPerSecond: 20, tally: [good], express: [good] })).to.deep.equal([]);
    expect(failuresOf(undefined)).to.deep.equal([]);
  });
});

describe("p99Ratio", () => {
  it("is the median of the rounds", () => {
    const tally = [8, 4, 40].map((p99Ms) => ({ ...good, p99Ms }));
    expect(p99Ratio({ requestsPerSecond: 20, tally, express: [good, good, good] })).to.equal(1);
  });
});
