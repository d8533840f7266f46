import { expect } from "chai";
import { createTestApp } from "../test-app.ts";

describe("GET /get/{namespace}/{key}", () => {
  it("answers as CountAPI and Abacus do, and counts nothing", async () => {
    const { ask, counters } = createTestApp();
    counters.values.set("shop/visits", 2n ** 63n - 1n);
    for (const _ of [1, 2]) {
      const { status, headers, text } = await ask.get("/get/shop/visits");
      expect([status, text]).to.deep.equal([200, '{"value":9223372036854775807}']);
      expect(headers).to.include({ "access-control-allow-origin": "*", "x-path": "shop/visits" });
    }
  });

  it("answers 404 where there is no such counter", async () => {
    expect((await createTestApp().ask.get("/get/no/counter")).status).to.equal(404);
  });
});
