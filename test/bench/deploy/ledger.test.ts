import { expect } from "chai";
import { createLedger, isExact } from "./ledger.ts";

describe("a ledger", () => {
  const lap = {
    sent: 3,
    failures: [],
    visits: [1, 2],
    votes: [1],
    latenciesMs: [],
    answeredAtMs: [],
    longestWaitMs: 0,
  };

  function close(laps: readonly (typeof lap)[], stored: { visits: number; votes: number }): boolean[] {
    const ledger = createLedger();
    for (const each of laps) ledger.enter(each);
    return ledger.close(stored).map(isExact);
  }

  it("is exact when every number was handed out once and stored", () => {
    const next = { ...lap, visits: [4, 3], votes: [2] };
    expect(close([lap, next], { visits: 4, votes: 2 })).to.deep.equal([true, true]);
  });

  it("is not when more or less is stored than was acknowledged", () => {
    expect(close([lap], { visits: 3, votes: 0 })).to.deep.equal([false, false]);
  });

  it("is not when a number was handed out twice", () => {
    expect(close([lap, { ...lap, votes: [2] }], { visits: 4, votes: 2 })).to.deep.equal([false, true]);
  });
});
