import { expect } from "chai";
import { type AddressRange, isInRanges, parseAddressRange } from "../../../service/visitors/address-range.ts";

function rangesOf(...texts: string[]): AddressRange[] {
  return texts.map((text) => {
    const range = parseAddressRange(text);
    if (range === undefined) throw new Error(`${text} is no range`);
    return range;
  });
}

describe("isInRanges", () => {
  for (const [range, address, expected] of [
    ["10.0.0.7", "10.0.0.7", true],
    ["10.0.0.7", "10.0.0.8", false],
    ["10.0.0.7", "::ffff:10.0.0.7", true],
    ["10.0.0.7", "::ffff:a00:7", true],
    ["10.0.0.0/8", "10.255.1.2", true],
    ["10.0.0.0/8", "11.0.0.1", false],
    ["10.1.2.3/16", "10.1.9.9", true],
    ["0.0.0.0/0", "203.0.113.9", true],
    ["0.0.0.0/0", "2001:db8::1", false],
    ["::ffff:10.0.0.7", "10.0.0.7", true],
    ["::ffff:10.0.0.0/104", "10.9.9.9", true],
    ["::ffff:10.0.0.0/104", "11.9.9.9", false],
    ["2001:db8::/32", "2001:db8:5::1", true],
    ["2001:db8::/32", "2001:db9::1", false],
    ["2001:DB8::7", "2001:db8:0:0:0:0:0:7", true],
    ["::/0", "10.0.0.7", false],
    ["127.0.0.1", "", false],
    ["127.0.0.1", "localhost", false],
  ] as const) {
    it(`says ${expected} to ${address || "no address"} in ${range}`, () => {
      expect(isInRanges(rangesOf(range), address)).to.equal(expected);
    });
  }

  it("asks every range, of either kind", () => {
    const ranges = rangesOf("2001:db8::/32", "10.0.0.0/8", "192.0.2.1");
    expect(isInRanges(ranges, "192.0.2.1")).to.equal(true);
    expect(isInRanges(ranges, "192.0.2.2")).to.equal(false);
  });

  it("finds nobody in no range", () => {
    expect(isInRanges([], "10.0.0.7")).to.equal(false);
  });
});

describe("parseAddressRange", () => {
  for (const text of [
    "",
    "localhost",
    "10.0.0",
    "10.1",
    "10.0.0.256",
    "10.0.0.0/33",
    "::/129",
    "10.0.0.0/",
    "7",
  ]) {
    it(`does not take "${text}" for a range`, () => {
      expect(parseAddressRange(text)).to.equal(undefined);
    });
  }
});
