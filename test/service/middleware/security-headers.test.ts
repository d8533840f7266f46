import { expect } from "chai";
import { createTestApp } from "../test-app.ts";

describe("securityHeaders", () => {
  const { ask, counters } = createTestApp();

  const requests = {
    "the page": () => ask.get("/"),
    "a count": () => ask.get("/count"),
    "a redirect": () => ask.post("/vote").set("Accept", "text/html"),
    OPTIONS: () => ask.options("/count"),
    "a 404": () => ask.get("/nope"),
    "a 405": () => ask.put("/vote"),
    "a 500": () => {
      counters.failure = new Error("boom");
      return ask.get("/count");
    },
  };

  for (const [what, request] of Object.entries(requests)) {
    it(`are on ${what}`, async () => {
      const { headers } = await request();
      expect(headers).to.include({
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "x-frame-options": "DENY",
      });
      const policy = headers["content-security-policy"];
      expect(policy).to.match(/^default-src 'none'; script-src 'self'; style-src 'self';/);
      expect(policy).to.contain("frame-ancestors 'none'");
      expect(policy).to.contain("form-action 'self'");
      expect(policy).not.to.match(/unsafe|https?:|\*/);
    });
  }
});
