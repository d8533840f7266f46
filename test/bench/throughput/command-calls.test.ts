import { expect } from "chai";
import { parseCommandCalls } from "./command-calls.ts";

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
