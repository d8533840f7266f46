import { expect } from "chai";
import { createTestApp } from "../test-app.ts";

const own = "tally.example:8080";

describe("requireOwnPage", () => {
  for (const [what, headers] of [
    ["a program", {}],
    ["the page itself", { "Sec-Fetch-Site": "same-origin" }],
    ["the page behind a proxy that renames it", { "Sec-Fetch-Site": "same-origin", Origin: "https://other" }],
    ["a person who repeats a vote", { "Sec-Fetch-Site": "none" }],
    ["the page over plain http", { Origin: `http://${own}` }],
  ] as const) {
    it(`lets ${what} vote and undo`, async () => {
      const { ask, counters } = createTestApp();
      for (const path of ["/vote", "/vote/undo"]) {
        expect((await ask.post(path).set({ Host: own, ...headers })).status).to.equal(200);
      }
      await ask.post("/vote").set({ Host: own, ...headers });
      expect(counters.counts.votes).to.equal(1n);
    });
  }

  for (const [what, headers] of [
    ["another site's page", { "Sec-Fetch-Site": "cross-site" }],
    ["a neighbour's page", { "Sec-Fetch-Site": "same-site", Origin: `http://${own}` }],
    ["another page over plain http", { Origin: "http://elsewhere.example" }],
    ["another page over plain http that sends no referrer", { Origin: "null" }],
    ["what calls itself no origin at all", { Origin: "elsewhere" }],
  ] as const) {
    it(`lets ${what} neither vote nor undo`, async () => {
      const { ask, counters } = createTestApp();
      await ask.post("/vote");
      for (const path of ["/vote", "/vote/undo"]) {
        const { status, body } = await ask.post(path).set({ Host: own, ...headers });
        expect([status, body.title]).to.deep.equal([403, "Forbidden"]);
      }
      expect(counters.counts.votes).to.equal(1n);
    });
  }
});
