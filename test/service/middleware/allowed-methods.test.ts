import { expect } from "chai";
import { createTestApp } from "../test-app.ts";

describe("allowedMethods", () => {
  const { ask, counters } = createTestApp();
  const before = { ...counters.counts };

  afterEach(() => expect(counters.counts).to.deep.equal(before));

  for (const [path, allow] of [
    ["/", "GET, HEAD, OPTIONS"],
    ["/count", "GET, HEAD, OPTIONS"],
    ["/vote", "DELETE, OPTIONS, POST"],
    ["/readyz", "GET, HEAD, OPTIONS"],
  ] as const) {
    it(`answers OPTIONS ${path} with 204 and what it allows, and counts nothing`, async () => {
      const { status, headers, text } = await ask.options(path);
      expect([status, headers.allow, text]).to.deep.equal([204, allow, ""]);
    });

    it(`answers PUT ${path} with 405 and what it allows`, async () => {
      const { status, headers, body } = await ask.put(path);
      expect([status, headers.allow, body.status]).to.deep.equal([405, allow, 405]);
      expect(headers["content-type"]).to.equal("application/problem+json");
    });
  }

  for (const path of ["/nope", "/count/", "/COUNT", "/vote/1", "/%E0%A4%A", "//"]) {
    it(`answers ${path} with 404`, async () => {
      const { status, body } = await ask.get(path);
      expect([status, body.title]).to.deep.equal([404, "Not Found"]);
    });
  }

  it("answers OPTIONS of an unknown path with 404", async () => {
    expect((await ask.options("/nope")).status).to.equal(404);
  });

  it("answers GET /vote with 405 and counts no vote", async () => {
    expect((await ask.get("/vote")).status).to.equal(405);
  });
});
