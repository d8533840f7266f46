import { expect } from "chai";
import { parseCommandCalls } from "./command-calls.ts";
import { type Contender, chooseContenders } from "./contenders.ts";
import { connections } from "./load-generator.ts";
import { findMiscount } from "./turn.ts";

describe("findMiscount", () => {
  const [contender] = chooseContenders([], 0) as [Contender];

  it("takes what wrk hung up on at its end for counted", () => {
    for (const counted of [1000, 1000 + connections]) {
      expect(findMiscount(contender, counted, 1000)).to.equal(undefined);
    }
  });

  it("notices a count that is lost, and one too many", () => {
    for (const counted of [999, 1001 + connections, Number.NaN]) {
      expect(findMiscount(contender, counted, 1000)).to.match(/1000 requests were answered and .+ counted/);
    }
  });

  it("holds nobody to it who does not count exactly", () => {
    const { counts: _, ...peer } = contender;
    expect(findMiscount(peer, 0, 1000)).to.equal(undefined);
  });
});

describe("parseCommandCalls", () => {
  it("adds up all commands and those that run scripts", () => {
    const info = [
      "# Commandstats",
      "cmdstat_evalsha:calls=3,usec=5,usec_per_call=1.00",
      "cmdstat_incrby:calls=7,usec=5,usec_per_call=1.00",
      "cmdstat_config|get:calls=1,usec=5,usec_per_call=1.00",
    ];
    expect(parseCommandCalls(info.join("\r\n"))).to.deep.equal({ all: 11, scripts: 3 });
  });
});
