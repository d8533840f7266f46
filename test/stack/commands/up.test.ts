import { expect } from "chai";
import type { Options } from "../../../stack/commands/options.ts";
import { remindOfPin } from "../../../stack/commands/up.ts";

describe("the reminder of a pinned release", () => {
  it("leaves the outcome of an update alone where it finds no settings", async () => {
    const said: string[] = [];
    const options = { stack: "No Stack" } as Options;
    await remindOfPin({ options, report: (line) => said.push(line) });
    expect(said).to.deep.equal([]);
  });
});
