import { expect } from "chai";
import { formatJson, parseJson } from "../../../service/api/json.ts";

describe("parseJson", () => {
  for (const [text, value] of [
    ["0", 0n],
    ["-0", 0n],
    ["-7", -7n],
    ["9007199254740993", 9007199254740993n],
    ["-9223372036854775808", -(2n ** 63n)],
    ["1.0", 1n],
    ["120e-1", 12n],
    ["1.25e2", 125n],
    ["0.0", 0n],
    ["-0.0e-3", 0n],
    ["1e19", 10n ** 19n],
    ["1.5", 1.5],
    ["125e-1", 12.5],
    ["0.1", 0.1],
    ["1e-400", 0],
    ["1e400", Number.POSITIVE_INFINITY],
    ["1e1000000000", Number.POSITIVE_INFINITY],
    ['"1"', "1"],
    ["null", null],
  ] as const) {
    it(`reads ${text} exactly`, () => {
      expect(parseJson(text)).to.equal(value);
    });
  }

  it("reads numbers wherever they are", () => {
    expect(parseJson('{"a":[1,{"b":2}]}')).to.deep.equal({ a: [1n, { b: 2n }] });
  });

  it("refuses what is no JSON", () => {
    expect(() => parseJson("{a:1}")).to.throw(SyntaxError);
  });
});

describe("formatJson", () => {
  it("writes all the digits of a bigint as a number", () => {
    expect(formatJson({ a: [2n ** 63n - 1n, -(2n ** 63n)], b: "1", c: null, d: undefined })).to.equal(
      '{"a":[9223372036854775807,-9223372036854775808],"b":"1","c":null}',
    );
  });
});
