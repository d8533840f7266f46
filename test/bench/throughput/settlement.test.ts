import { expect } from "chai";
import { contenders } from "./contenders.ts";
import { turn } from "./fake-measurements.ts";
import { connections } from "./load-generator.ts";
import { findMiscount, isSettledAtEnd, startSettling } from "./settlement.ts";
import type { System } from "./system.ts";

describe("findMiscount", () => {
  it("takes what wrk hung up on at the end of a turn for counted", () => {
    for (const counted of [1000, 1000 + connections]) {
      expect(findMiscount("Tally", counted, 1000, 1)).to.equal(undefined);
    }
    expect(findMiscount("Tally", 1000 + 3 * connections, 1000, 3)).to.equal(undefined);
  });

  it("notices a count that is lost, and one too many", () => {
    for (const counted of [999, 1001 + connections]) {
      expect(findMiscount("Tally", counted, 1000, 1)).to.equal(
        `Tally: 1000 requests were answered and ${counted} counted`,
      );
    }
  });

  it("holds nobody to it whose counts are not known", () => {
    expect(findMiscount("Express", Number.NaN, 1000, 1)).to.equal(undefined);
  });
});

describe("startSettling", () => {
  const settled = contenders.filter(isSettledAtEnd);
  const turns = [...settled.map(({ name }) => turn(name, 500)), turn("another", 10)];

  async function settle(...counted: number[]): Promise<string[]> {
    const system = { counted: async () => counted.shift() ?? Number.NaN } as unknown as System;
    return (await startSettling(system, contenders)).settle(turns);
  }

  it("compares all turns of those with many counters with what was counted since the start", async () => {
    expect(settled).to.have.lengthOf(2);
    expect(await settle(7, 1007)).to.deep.equal([]);
    const [problem] = await settle(7, 1006);
    expect(problem).to.match(/API hit and .*badge: 1000 requests were answered and 999 counted/);
  });

  it("has nothing to say where they were left out", async () => {
    expect(await (await startSettling(undefined, [])).settle(turns)).to.deep.equal([]);
  });
});
