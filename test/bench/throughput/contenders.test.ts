import { expect } from "chai";
import { chooseContenders, contenders, names } from "./contenders.ts";

describe("chooseContenders", () => {
  const chosen = (...args: Parameters<typeof chooseContenders>) =>
    chooseContenders(...args).map(({ name }) => name);

  it("takes all of them, and has all that the targets compare", () => {
    expect(chooseContenders([], 10)).to.deep.equal(contenders);
    expect(chosen([], 10)).to.include.members(Object.values(names));
  });

  it("takes those that are wanted and the one that all are compared with", () => {
    expect(chosen(["bare", "Express"], 10)).to.deep.equal([names.tally, names.express, names.bare]);
  });

  it("leaves out those with many counters where there are none", () => {
    expect(chosen(["API hit"], 0)).to.deep.equal([names.tally, names.hitOne, "Tally as prod, TLS: API hit"]);
  });
});
