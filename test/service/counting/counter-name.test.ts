import { expect } from "chai";
import {
  counterName,
  formatCounterName,
  isBuiltIn,
  isReserved,
  parseCounterName,
  visits,
} from "../../../service/counting/counter-name.ts";
import { BadCounterName } from "../../../service/errors.ts";

const longest = "x".repeat(64);

describe("parseCounterName", () => {
  for (const text of ["a/b", "A-z_0.9/..-", ".a/b.", `${longest}/${longest}`]) {
    it(`reads ${text.slice(0, 20)}`, () => {
      const name = parseCounterName(text);
      expect(formatCounterName(name)).to.equal(text);
      expect(counterName(name.namespace, name.key)).to.deep.equal(name);
    });
  }

  for (const text of [
    "",
    "a",
    "a/",
    "/b",
    "a/b/c",
    "a b/c",
    "a/b\n",
    "ä/b",
    "a:b/c",
    "./b",
    "../b",
    "a/.",
    "a/...",
    `${longest}x/b`,
    `a/${longest}x`,
  ]) {
    it(`refuses ${JSON.stringify(text.slice(0, 20))} and says what is right`, () => {
      expect(() => parseCounterName(text)).to.throw(BadCounterName, /namespace\/key, each of 1 to 64/);
    });
  }
});

describe("counterName", () => {
  it("refuses a slash in either part", () => {
    expect(() => counterName("a/b", "c"))
      .to.throw(BadCounterName)
      .with.property("status", 400);
    expect(() => counterName("a", "b/c")).to.throw(BadCounterName);
  });
});

describe("isBuiltIn and isReserved", () => {
  it("part the reserved namespace between them", () => {
    const other = counterName("tally", "other");
    expect([isBuiltIn(visits), isReserved(visits)]).to.deep.equal([true, false]);
    expect([isBuiltIn(other), isReserved(other)]).to.deep.equal([false, true]);
    expect([isBuiltIn(counterName("a", "visits")), isReserved(counterName("a", "visits"))]).to.deep.equal([
      false,
      false,
    ]);
  });
});
