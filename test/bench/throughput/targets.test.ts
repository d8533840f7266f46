import { expect } from "chai";
import { names } from "./contenders.ts";
import { measurements } from "./fake-measurements.ts";
import { ratioOfTurns } from "./measurements.ts";
import { judge } from "./targets.ts";

describe("ratioOfTurns", () => {
  it("is the middle of the ratios within each round, not the ratio of the middles", () => {
    const measured = measurements({ a: 100, b: 50 }, { a: 10, b: 5 }, { a: 60, b: 300 });
    expect(ratioOfTurns(measured, ["a", "b"], (turn) => turn.requestsPerSecond)).to.equal(2);
  });

  it("is nothing where one of the two had no turn", () => {
    expect(ratioOfTurns(measurements({ a: 100 }), ["a", "b"], () => 1)).to.equal(undefined);
  });
});

describe("judge", () => {
  const measured = measurements({
    ...{ [names.tally]: 1200, [names.seeds]: 100, [names.gunicorn]: 300, [names.express]: 600 },
    ...{ [names.bare]: 1500, [names.hitOne]: 1200, [names.hitMany]: 900 },
  });
  const verdicts = judge(measured);
  const find = (part: string) => verdicts.find(({ figure }) => figure.includes(part));

  it("holds throughput to no less than its target and costs to no more", () => {
    expect(find("as started")).to.deep.include({ value: 12, met: true });
    expect(find("gunicorn")).to.deep.include({ value: 4, met: false });
    expect(find("memory")).to.include({ value: 250, met: true });
    expect(find("image")).to.include({ value: 26, met: false });
    expect(find("processor time")?.value).to.be.closeTo(1.25, 1e-9);
    expect(find("growth")?.met).to.equal(false);
  });

  it("has no verdict where what it needs was left out", () => {
    expect(find("p99")).to.include({ value: undefined, met: undefined });
  });

  it("compares latencies round by round, and takes a missing answer for the worst", () => {
    const result = (p99Ms: number | null) => ({
      due: 1,
      answered: 1,
      unanswered: 0,
      failures: [],
      p50Ms: 1,
      p99Ms,
    });
    const pacing = (...all: (number | null)[]) => ({
      requestsPerSecond: 600,
      tally: all.map(result),
      express: all.map(() => result(10)),
    });
    const p99 = (...all: (number | null)[]) =>
      judge({ ...measured, pacing: pacing(...all) }).find(({ figure }) => figure.includes("p99"));
    expect(p99(7, 5, 100)).to.include({ value: 0.7, met: true });
    expect(p99(null)).to.include({ value: Number.POSITIVE_INFINITY, met: false });
  });
});
