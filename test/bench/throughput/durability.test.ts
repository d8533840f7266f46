import { expect } from "chai";
import { assertDurable } from "./durability.ts";

describe("assertDurable", () => {
  const redis =
    (settings: Record<string, string>) =>
    async (_: string, __: string, name = "") =>
      `${name}\n${settings[name]}`;

  it("wants a log that is synced before every reply", async () => {
    await assertDurable(redis({ appendonly: "yes", appendfsync: "always" }));
  });

  it("refuses to measure anything less", async () => {
    for (const weaker of [{ appendonly: "no" }, { appendfsync: "everysec" }]) {
      const found = redis({ appendonly: "yes", appendfsync: "always", ...weaker });
      const message = await assertDurable(found).catch((error: Error) => error.message);
      expect(message).to.match(/^Tally's Redis has append\S+ \S+, not /);
    }
  });
});
