import { expect } from "chai";
import { cpuLimit, goDuration, tmpfs } from "../../../stack/containers/container-args.ts";

describe("goDuration", () => {
  for (const [seconds, written] of [
    [0, "0s"],
    [1, "1s"],
    [30, "30s"],
    [59, "59s"],
    [60, "1m0s"],
    [90, "1m30s"],
    [3599, "59m59s"],
    [3600, "1h0m0s"],
    [3661, "1h1m1s"],
    [7200, "2h0m0s"],
    [90_000, "25h0m0s"],
  ] as const) {
    it(`writes ${seconds} s as Go does: ${written}`, () => {
      expect(goDuration(seconds)).to.equal(written);
    });
  }
});

describe("cpuLimit", () => {
  for (const [cpus, written] of [
    [1, "1.0"],
    [2, "2.0"],
    [16, "16.0"],
    [100, "100.0"],
    [0.5, "0.5"],
    [0.05, "0.05"],
    [1.25, "1.25"],
  ] as const) {
    it(`writes ${cpus} as ${written}`, () => {
      expect(cpuLimit(cpus)).to.equal(written);
    });
  }
});

describe("tmpfs", () => {
  it("is bounded, and nothing in it can be executed", () => {
    const options = tmpfs(16)["/tmp"]?.split(",");
    expect(options).to.include.members(["size=16m", "noexec", "nosuid", "nodev"]);
  });
});
