import { expect } from "chai";
import { parseThroughputOptions } from "./options.ts";

describe("parseThroughputOptions", () => {
  it("measures everything unless it is told otherwise", () => {
    expect(parseThroughputOptions([])).to.deep.equal({
      ...{ rounds: 5, seconds: 5, only: [], counters: 1_000_000, replicasSweep: true },
    });
  });

  it("makes a short run of a few contenders", () => {
    const args = ["--rounds", "1", "--only", "/count,bare", "--counters", "0", "--no-replicas-sweep"];
    expect(parseThroughputOptions(args)).to.deep.include({
      ...{ rounds: 1, only: ["/count", "bare"], counters: 0, replicasSweep: false },
    });
  });

  it("names everything that is wrong", () => {
    const args = ["--rounds", "0", "--seconds", "long", "--counters", "-1"];
    expect(() => parseThroughputOptions(args)).to.throw();
    expect(() => parseThroughputOptions(args.slice(0, 4))).to.throw(
      /--rounds.*\n--seconds.*\n\nnpm run bench/,
    );
  });
});
