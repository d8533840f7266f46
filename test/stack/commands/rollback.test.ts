import { expect } from "chai";
import { findPrevious } from "../../../stack/commands/rollback.ts";
import type { StoredRelease } from "../../../stack/release/stored-release.ts";

const spec = {} as StoredRelease["spec"];

function release(id: string, taggedAt: number, served = true): StoredRelease {
  return { id, imageId: `sha256:${id}`, tags: [], spec, taggedAt, served };
}

describe("findPrevious", () => {
  const releases = [release("d", 4), release("c", 3, false), release("b", 2), release("a", 1)];

  it("finds the release that served before the serving one", () => {
    expect(findPrevious(releases, "d", "dev").id).to.equal("b");
    expect(findPrevious(releases, "b", "dev").id).to.equal("a");
  });

  it("does not depend on the order", () => {
    expect(findPrevious(releases.toReversed(), "d", "dev").id).to.equal("b");
  });

  it("finds the last that has served when the serving one's image is gone", () => {
    expect(findPrevious(releases, "gone", "dev").id).to.equal("d");
  });

  it("finds the release that was proven last when the switch to the serving one was cut short", () => {
    expect(findPrevious(releases, "c", "dev", "d").id).to.equal("d");
    expect(findPrevious(releases, "a", "dev", "d").id).to.equal("d");
    expect(findPrevious(releases, "d", "dev", "d").id).to.equal("b");
    expect(findPrevious(releases, "d", "dev", "gone").id).to.equal("b");
  });

  it("says that there is none before the first", () => {
    expect(() => findPrevious(releases, "a", "dev")).to.throw(/stack "dev" has no release before a/);
    expect(() => findPrevious([], "a", "dev")).to.throw(/no release before a/);
  });
});
