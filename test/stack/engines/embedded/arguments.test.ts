import { expect } from "chai";
import { goDuration } from "../../../../stack/containers/container-args.ts";
import { durationNanoseconds, labelsFrom } from "../../../../stack/engines/embedded/arguments.ts";

describe("durationNanoseconds", () => {
  it("reads every duration that the program writes", () => {
    for (const seconds of [0, 1, 30, 60, 90, 3600, 3661]) {
      expect(durationNanoseconds(goDuration(seconds))).to.equal(seconds * 1e9);
    }
  });

  for (const wrong of ["", "30", "s", "1.5s", "1m 30s", "-1s", "30s!", "1d"]) {
    it(`refuses ${JSON.stringify(wrong)}`, () => {
      expect(() => durationNanoseconds(wrong)).to.throw(`"${wrong}" is no duration`);
    });
  }
});

describe("labelsFrom", () => {
  it("has none where there are none", () => {
    expect(labelsFrom(undefined)).to.deep.equal({});
  });
});
