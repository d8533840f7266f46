import { expect } from "chai";
import { renderComparison, shareLeft } from "./report.ts";

const without = { name: "none", perSecond: [1000, 500, 2000], cpuMicroseconds: [70, 80, 90] };

describe("shareLeft", () => {
  it("compares within rounds, so that a slow round is slow for both", () => {
    expect(shareLeft(without, { perSecond: [900, 450, 1800] })).to.equal(0.9);
  });

  it("takes the median of the rounds, not their mean", () => {
    expect(shareLeft(without, { perSecond: [900, 450, 20] })).to.equal(0.9);
  });

  it("has none of nothing", () => {
    expect(shareLeft(undefined, { perSecond: [] })).to.equal(undefined);
  });
});

describe("renderComparison", () => {
  it("has a row for each kind, with its median and its ratio to the first", () => {
    const table = renderComparison([
      without,
      { name: "all", perSecond: [900, 450, 1800], cpuMicroseconds: [100, 90, 80] },
    ]);
    expect(table).to.match(/\| none +\| +1000 +\| +1.000 \| +80 \|\n\| all +\| +900 +\| +0.900 \| +90 \|$/);
  });
});
