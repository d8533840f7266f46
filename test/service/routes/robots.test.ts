import { expect } from "chai";
import { createTestApp } from "../test-app.ts";

describe("GET /robots.txt", () => {
  it("lets robots see the pages and keeps them from counters", async () => {
    const { status, headers, text } = await createTestApp().ask.get("/robots.txt");
    expect([status, headers["content-type"]]).to.deep.equal([200, "text/plain; charset=utf-8"]);
    const rules = text.trim().split("\n");
    expect(rules[0]).to.equal("User-agent: *");
    expect(rules).to.include.members(["Disallow: /api/", "Disallow: /hit/", "Disallow: /badge/", "Allow: /"]);
  });
});
