import { expect } from "chai";
import { CounterBroken, CountingPaused } from "../../../service/errors.ts";
import { createTestApp } from "../test-app.ts";

describe("GET /count", () => {
  for (const accept of ["", "*/*", "text/plain", "text/*", "image/png"]) {
    it(`counts a visit and answers ${accept || "whoever asks for nothing special"} with text`, async () => {
      const { ask, counters } = createTestApp();
      Object.assign(counters.counts, { visits: 41n, pageViews: 7n });
      const { status, headers, text } = await ask.get("/count").set("Accept", accept);
      expect(status).to.equal(200);
      expect(headers["content-type"]).to.equal("text/plain; charset=utf-8");
      expect(headers.vary).to.equal("Accept");
      expect(text).to.equal("This page has been visited 42 times.\nTotal Visitors: 7\n");
      expect(counters.counts.visits).to.equal(42n);
    });
  }

  it("answers JSON to whoever asks for it, exact beyond 2^53", async () => {
    const { ask, counters } = createTestApp();
    Object.assign(counters.counts, { visits: 2n ** 63n - 2n, pageViews: 7n });
    const { headers, text } = await ask.get("/count").set("Accept", "application/json");
    expect(headers["content-type"]).to.equal("application/json; charset=utf-8");
    expect(text).to.equal('{"visits":9223372036854775807,"totalVisitors":7}');
  });

  it("answers HTML to a browser", async () => {
    const { ask } = createTestApp();
    const { headers, text } = await ask.get("/count").set("Accept", "text/html,*/*;q=0.8");
    expect(headers["content-type"]).to.equal("text/html; charset=utf-8");
    expect(text).to.contain('<data id="visits" value="1">1</data>');
    expect(text).to.contain('<data id="total-visitors" value="0">0</data>');
  });

  it("answers HEAD with GET's headers and counts nothing", async () => {
    const { ask, counters } = createTestApp();
    const get = await ask.get("/count");
    const head = await ask.head("/count");
    for (const name of ["content-type", "content-length", "cache-control", "vary"]) {
      expect(head.headers[name]).to.equal(get.headers[name]);
    }
    expect(counters.counts.visits).to.equal(1n);
  });

  it("answers a prefetch with the current numbers and counts nothing", async () => {
    const { ask, counters } = createTestApp();
    counters.counts.visits = 5n;
    const { text } = await ask.get("/count").set("Purpose", "prefetch");
    expect(text).to.contain("visited 5 times");
    expect(counters.counts.visits).to.equal(5n);
  });

  it("answers 503 and when to try again while counting is paused", async () => {
    const { ask, counters } = createTestApp();
    counters.failure = new CountingPaused();
    const { status, headers, body } = await ask.get("/count");
    expect([status, headers["retry-after"], body.status]).to.deep.equal([503, "1", 503]);
  });

  it("answers 500 and says which counter is broken", async () => {
    const { ask, counters } = createTestApp();
    counters.failure = new CounterBroken("tally/visits", "it is text");
    const { status, body } = await ask.get("/count");
    expect(status).to.equal(500);
    expect(body.detail).to.match(/^The counter tally\/visits is broken: it is text\. .*reset it/);
  });
});
