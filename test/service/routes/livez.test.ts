import { expect } from "chai";
import { createTestApp } from "../test-app.ts";

describe("GET /livez", () => {
  it("answers 200 without Redis, and while draining", async () => {
    const { ask, drain } = createTestApp({ ping: () => Promise.reject(new Error("away")) });
    drain.begin();
    const { status, text } = await ask.get("/livez");
    expect([status, text]).to.deep.equal([200, "alive\n"]);
  });

  it("counts nothing", async () => {
    const { ask, counters } = createTestApp();
    await ask.get("/livez");
    expect(counters.counts).to.deep.equal({ visits: 0n, pageViews: 0n, votes: 0n });
  });
});
