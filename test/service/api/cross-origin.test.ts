import { expect } from "chai";
import { createTestApp, ownerKey } from "../test-app.ts";

const origin = "https://blog.example";

describe("Requests from pages of other origins", () => {
  const { ask } = createTestApp();
  const preflight = (path: string, method: string) =>
    ask.options(path).set("Origin", origin).set("Access-Control-Request-Method", method);

  for (const path of ["/hit/tally/visits", "/get/tally/visits", "/api/v1/counters/tally/visits"]) {
    it(`may read the answer of GET ${path}`, async () => {
      const { status, headers } = await ask.get(path).set("Origin", origin);
      expect([status, headers["access-control-allow-origin"]]).to.deep.equal([200, "*"]);
      expect(headers["access-control-expose-headers"]).to.contain("X-Path");
      expect(headers).not.to.have.property("access-control-allow-credentials");
    });
  }

  it("may read problems, too", async () => {
    const { status, headers } = await ask.get("/get/no/counter").set("Origin", origin);
    expect([status, headers["access-control-allow-origin"]]).to.deep.equal([404, "*"]);
    expect(headers["content-type"]).to.equal("application/problem+json");
  });

  it("may hit with a body, an Idempotency-Key and a hit key", async () => {
    const { status, headers } = await preflight("/api/v1/counters/a/b/hit", "POST").set(
      "Access-Control-Request-Headers",
      "authorization,content-type,idempotency-key",
    );
    expect(status).to.equal(204);
    expect(headers).to.include({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "POST",
      "access-control-allow-headers": "authorization,content-type,idempotency-key",
      "access-control-max-age": "86400",
    });
  });

  for (const [path, method] of [
    ["/api/v1/counters/a/b", "PUT"],
    ["/api/v1/counters/a/b", "DELETE"],
    ["/api/v1/counters/a/b", "PATCH"],
    ["/api/v1/counters/a/b/reset", "POST"],
    ["/api/v1/counters", "POST"],
    ["/api/v1/import", "POST"],
    ["/vote", "DELETE"],
  ] as const) {
    it(`are told by the preflight that ${method} ${path} is not for them`, async () => {
      const { status, headers } = await preflight(path, method);
      expect(status).to.equal(204);
      expect(headers).not.to.have.property("access-control-allow-origin");
      expect(headers.allow).to.contain("OPTIONS");
    });
  }

  it("may not read what only the owner may", async () => {
    const { status, headers } = await ask
      .get("/api/v1/counters")
      .set("Origin", origin)
      .set("Authorization", `Bearer ${ownerKey}`);
    expect(status).to.equal(200);
    expect(headers).not.to.have.property("access-control-allow-origin");
  });
});
