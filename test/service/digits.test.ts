import { expect } from "chai";
import { groupDigits } from "../../service/digits.ts";

describe("groupDigits", () => {
  it("groups as Intl does", () => {
    const values = [
      0n,
      7n,
      999n,
      1_000n,
      123_456n,
      1_234_567n,
      9_007_199_254_740_993n,
      -1n,
      -1_000n,
      -123_456n,
    ];
    for (const value of values)
      expect(groupDigits(value)).to.equal(new Intl.NumberFormat("en").format(value));
  });
});
