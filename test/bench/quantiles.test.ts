import { expect } from "chai";
import { medianOf, quantilesOf } from "./quantiles.ts";

describe("quantilesOf", () => {
  it("is exact: each quantile is one of the values", () => {
    const values = Array.from({ length: 1000 }, (_, index) => 1000 - index);
    expect(quantilesOf(values)).to.deep.equal({ p50: 500, p99: 990 });
  });

  it("is the value itself when there is one only, and nothing of none", () => {
    expect(quantilesOf([7])).to.deep.equal({ p50: 7, p99: 7 });
    expect(quantilesOf([])).to.equal(undefined);
  });
});

describe("medianOf", () => {
  it("is the middle value, or the mean of the two in the middle", () => {
    expect(medianOf([30, 10, 20])).to.equal(20);
    expect(medianOf([40, 10, 20, 30])).to.equal(25);
    expect(medianOf([])).to.equal(undefined);
  });
});
