import { expect } from "chai";
import { chooseEngines } from "./engine-choice.ts";
import { parseBenchOptions } from "./options.ts";

describe("parseBenchOptions", () => {
  it("asks for twenty updates and half a million requests unless it is told otherwise", () => {
    expect(parseBenchOptions([], {})).to.include({ updates: 20, requests: 500_000, noopOnly: false });
    const short = ["--updates", "6", "--requests", "20000", "--noop-only"];
    expect(parseBenchOptions(short, {})).to.include({ updates: 6, requests: 20_000, noopOnly: true });
  });

  it("takes the engine from its option before TALLY_ENGINE", () => {
    expect(parseBenchOptions([], { TALLY_ENGINE: "embedded" }).engine).to.equal("embedded");
    const args = ["--engine", "each"];
    expect(parseBenchOptions(args, { TALLY_ENGINE: "embedded" }).engine).to.equal("each");
  });

  it("names everything that is wrong", () => {
    const args = ["--updates", "0", "--rate", "fast", "--engine", "swarm"];
    expect(() => parseBenchOptions(args, {})).to.throw(/--updates.*\n--rate.*\nthe engine/);
  });
});

describe("chooseEngines", () => {
  it("prefers Pulumi where it is found", () => {
    expect(chooseEngines(undefined, "v3")).to.deep.equal(["pulumi"]);
    expect(chooseEngines(undefined, undefined)).to.deep.equal(["embedded"]);
  });

  it("takes the one that is named, or each that is there", () => {
    expect(chooseEngines("embedded", "v3")).to.deep.equal(["embedded"]);
    expect(chooseEngines("each", "v3")).to.deep.equal(["pulumi", "embedded"]);
    expect(chooseEngines("each", undefined)).to.deep.equal(["embedded"]);
    expect(() => chooseEngines("pulumi", undefined)).to.throw("neither installed nor downloaded");
  });
});
