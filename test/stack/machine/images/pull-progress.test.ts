import { expect } from "chai";
import { createPullProgress, megabytes } from "../../../../stack/machine/images/pull-progress.ts";

describe("createPullProgress", () => {
  const layer = (id: string, status: string, current: number) => ({
    id,
    status,
    progressDetail: { current, total: 40_000_000 },
  });

  it("adds the layers up, at most every five seconds", () => {
    const lines: string[] = [];
    let nowMs = 0;
    const progress = createPullProgress(
      "redis:8",
      (line) => lines.push(line),
      () => nowMs,
    );
    progress(layer("a", "Downloading", 1_000_000));
    nowMs = 5_000;
    progress(layer("b", "Downloading", 2_000_000));
    progress(layer("b", "Downloading", 3_000_000));
    nowMs = 10_000;
    progress(layer("a", "Downloading", 40_000_000));
    expect(lines).to.deep.equal(["Pulling redis:8: 3 of 80 MB", "Pulling redis:8: 43 of 80 MB"]);
  });

  it("counts no layer twice and copes with lines that are not about layers", () => {
    const lines: string[] = [];
    let nowMs = 0;
    const progress = createPullProgress(
      "redis:8",
      (line) => lines.push(line),
      () => (nowMs += 5_000),
    );
    progress(layer("a", "Extracting", 40_000_000));
    progress({ status: "Pulling from library/redis", id: "8" });
    progress({});
    expect(lines).to.deep.equal([]);
  });
});

describe("megabytes", () => {
  it("are millions of bytes", () => {
    expect(megabytes(89_300_000)).to.equal(89);
  });
});
