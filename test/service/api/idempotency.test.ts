import { expect } from "chai";
import { useRedisApp } from "./redis-app.ts";

describe("Idempotency-Key", () => {
  const { ask, own, create } = useRedisApp();
  const path = "/api/v1/counters/shop/visits";
  const hit = (key: string, body: object = {}) =>
    ask("post", `${path}/hit`).set("Idempotency-Key", key).send(body);

  it("counts a repeated hit once and answers as at first, whatever was counted between", async () => {
    await create("shop", "visits");
    const first = await hit("abc");
    await ask("post", `${path}/hit`);
    const again = await hit('"abc"', { by: 1 });
    expect([again.status, again.text]).to.deep.equal([first.status, first.text]);
    expect((await ask("get", path)).body.value).to.equal(2);
  });

  it("counts once however many repetitions come together", async () => {
    await create("shop", "visits");
    const answers = await Promise.all(Array.from({ length: 20 }, () => hit("together")));
    expect(new Set(answers.map(({ text }) => text)).size).to.equal(1);
    expect((await ask("get", path)).body.value).to.equal(1);
  });

  it("refuses a key that was used for another amount or another counter", async () => {
    await create("shop", "visits");
    await create("shop", "other");
    await hit("abc");
    expect((await hit("abc", { by: 2 })).status).to.equal(422);
    const other = ask("post", "/api/v1/counters/shop/other/hit").set("Idempotency-Key", "abc");
    expect((await other).status).to.equal(422);
    expect((await ask("get", "/get/shop/other")).body.value).to.equal(0);
  });

  it("keeps the owner's keys apart from everybody's", async () => {
    await create("shop", "visits");
    await hit("abc");
    await own("post", `${path}/hit`).set("Idempotency-Key", "abc");
    expect((await ask("get", path)).body.value).to.equal(2);
  });

  it("makes every change of the owner safe to repeat", async () => {
    const changes = [
      () => own("post", "/api/v1/counters").send({ namespace: "shop", key: "visits", value: 7 }),
      () => own("put", path).send({ value: 9 }),
      () => own("post", `${path}/reset`),
      () => own("delete", path),
    ];
    for (const [at, change] of changes.entries()) {
      const first = await change().set("Idempotency-Key", `change-${at}`);
      if (at === 1) await ask("post", `${path}/hit`);
      const again = await change().set("Idempotency-Key", `change-${at}`);
      expect(first.status).to.be.within(200, 204);
      expect([again.status, again.text]).to.deep.equal([first.status, first.text]);
      expect(again.headers.location).to.equal(first.headers.location);
      if (at === 1) expect((await ask("get", path)).body.value).to.equal(10);
    }
  });

  it("counts a repeated vote once", async () => {
    for (const _ of [1, 2]) {
      const { body } = await ask("post", "/vote").set("Idempotency-Key", '"my-vote"');
      expect(body).to.deep.equal({ votes: 1 });
    }
  });

  for (const key of ["two words", '""', '"a', 'a"b', "x".repeat(256), "a\\b", "é"]) {
    it(`refuses ${key.slice(0, 10)} and counts nothing`, async () => {
      await create("shop", "visits");
      const { status, body } = await hit(key);
      expect([status, body.errors?.[0]?.name]).to.deep.equal([400, "Idempotency-Key"]);
      expect((await ask("get", path)).body.value).to.equal(0);
    });
  }
});
