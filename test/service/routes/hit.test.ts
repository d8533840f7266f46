import { expect } from "chai";
import { createTestApp, ownerKey } from "../test-app.ts";

describe("GET /hit/{namespace}/{key}", () => {
  function createShop(value = 0n) {
    const app = createTestApp();
    app.counters.values.set("shop/visits", value);
    return app;
  }

  it("counts, and answers as CountAPI and Abacus do", async () => {
    const { ask } = createShop(2n ** 53n);
    const { status, headers, text } = await ask.get("/hit/shop/visits");
    expect([status, text]).to.deep.equal([200, '{"value":9007199254740993}']);
    expect(headers).to.include({
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      "access-control-allow-origin": "*",
      "x-path": "shop/visits",
    });
  });

  it("counts as much as it is told to", async () => {
    const { ask } = createShop(2n);
    expect((await ask.get("/hit/shop/visits?amount=9007199254740993")).text).to.equal(
      '{"value":9007199254740995}',
    );
  });

  for (const amount of ["0", "-1", "x", "1.5", "", "9223372036854775808", "1&amount=2"]) {
    it(`answers 400 to ?amount=${amount} and counts nothing`, async () => {
      const { ask, counters } = createShop(2n);
      const { status, body } = await ask.get(`/hit/shop/visits?amount=${amount}`);
      expect(status).to.equal(400);
      expect(body.detail).to.match(/^amount must be a whole number from 1 to 9223372036854775807/);
      expect(counters.values.get("shop/visits")).to.equal(2n);
    });
  }

  for (const [what, ask] of [
    [
      "a prefetch",
      (app: ReturnType<typeof createTestApp>) =>
        app.ask.get("/hit/shop/visits").set("Sec-Purpose", "prefetch"),
    ],
    ["HEAD", (app: ReturnType<typeof createTestApp>) => app.ask.head("/hit/shop/visits")],
  ] as const) {
    it(`does not count ${what}`, async () => {
      const app = createShop(5n);
      expect((await ask(app)).status).to.equal(200);
      expect(app.counters.values.get("shop/visits")).to.equal(5n);
    });
  }

  it("creates a counter for the owner only", async () => {
    const { ask } = createTestApp();
    expect((await ask.get("/hit/shop/visits")).status).to.equal(404);
    const owners = await ask.get("/hit/shop/visits").set("Authorization", `Bearer ${ownerKey}`);
    expect(owners.body).to.deep.equal({ value: 1 });
  });

  it("answers 400 to what is no name", async () => {
    const { status, body } = await createTestApp().ask.get("/hit/shop/a%20b");
    expect([status, body.errors[0].name]).to.deep.equal([400, "key"]);
  });
});
