import { expect } from "chai";
import { labelArgs, labelNames } from "../../../stack/containers/labels.ts";
import { labelsFrom } from "../../../stack/engines/embedded/arguments.ts";

describe("labels", () => {
  it("all belong to Tally, each to one purpose", () => {
    const names = Object.values(labelNames);
    for (const name of names) expect(name).to.match(/^tally\.[a-z]+$/);
    expect(new Set(names).size).to.equal(names.length);
  });

  it("are the same for the provider and for the engine's own API", () => {
    const labels = { [labelNames.stack]: "dev", [labelNames.role]: "proxy" };
    expect(labelArgs(labels)).to.deep.equal([
      { label: "tally.stack", value: "dev" },
      { label: "tally.role", value: "proxy" },
    ]);
    expect(labelsFrom([...(labelArgs(labels) as { label: string; value: string }[])])).to.deep.equal(labels);
  });
});
