import { expect } from "chai";
import { createTestApp } from "../test-app.ts";

describe("createRouter", () => {
  it("takes a path with a query for the path", async () => {
    const { ask, counters } = createTestApp();
    await ask.get("/count?cache=no");
    expect(counters.counts.visits).to.equal(1n);
  });
});
