import { expect } from "chai";
import { CountingPaused } from "../../../service/errors.ts";
import { createTestApp } from "../test-app.ts";

const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

describe("POST /vote", () => {
  it("counts a vote and sends a browser back to the page", async () => {
    const { ask, counters } = createTestApp();
    const { status, headers, text } = await ask.post("/vote").type("form").send("").set("Accept", browser);
    expect([status, headers.location, text]).to.deep.equal([303, "/", ""]);
    expect(headers.vary).to.equal("Accept");
    expect(counters.counts.votes).to.equal(1n);
  });

  it("says on the page that a visitor has voted already", async () => {
    const voter = async () => ({ hash: "me", windowSeconds: 60, once: true });
    const { ask, counters } = createTestApp({ voter });
    const vote = () => ask.post("/vote").set("Accept", browser);
    expect((await vote()).headers.location).to.equal("/");
    const { location } = (await vote()).headers;
    expect((await ask.get(location as string)).text).to.contain(
      '<p id="message" role="status">You have voted already, and that vote counts.</p>',
    );
    expect(counters.counts.votes).to.equal(1n);
  });

  it("says on the page that there is no vote to take back, and nothing that it does not know", async () => {
    const { ask } = createTestApp();
    const { location } = (await ask.post("/vote/undo").set("Accept", browser)).headers;
    expect((await ask.get(location as string)).text).to.contain(
      ">There is no vote of yours to take back.</p>",
    );
    for (const path of ["/", "/?vote=%3Cb%3E", "/?vote=toString"]) {
      expect((await ask.get(path)).text).to.contain('<p id="message" role="status"></p>');
    }
  });

  for (const accept of ["*/*", "application/json", "application/json, text/html;q=0.5", "image/png"]) {
    it(`answers ${accept} with the number`, async () => {
      const { ask, counters } = createTestApp();
      counters.counts.votes = 2n ** 53n;
      const { status, headers, text } = await ask.post("/vote").set("Accept", accept);
      expect([status, text]).to.deep.equal([200, '{"votes":9007199254740993}']);
      expect(headers["content-type"]).to.equal("application/json; charset=utf-8");
    });
  }

  for (const [who, headers] of [
    ["a bot", { "User-Agent": "Googlebot/2.1" }],
    ["a prefetch", { "Sec-Purpose": "prefetch" }],
  ] as const) {
    it(`gives ${who} the number and counts nothing`, async () => {
      const { ask, counters } = createTestApp();
      counters.counts.votes = 7n;
      const { status, body } = await ask.post("/vote").set(headers);
      expect([status, body]).to.deep.equal([200, { votes: 7, counted: false, undoable: 0 }]);
      expect(counters.counts.votes).to.equal(7n);
    });
  }

  it("answers 503 and when to try again while counting is paused", async () => {
    const { ask, counters } = createTestApp();
    counters.failure = new CountingPaused({ cause: new Error("redis.internal:6379 refused") });
    const { status, headers, text } = await ask.post("/vote").set("Accept", browser);
    expect([status, headers["retry-after"]]).to.deep.equal([503, "1"]);
    expect(headers["content-type"]).to.equal("text/html; charset=utf-8");
    expect(text).to.contain("Counting is paused").and.not.to.contain("redis");
  });
});
