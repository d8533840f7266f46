import { expect } from "chai";
import type { Redis } from "ioredis";
import { visits } from "../../../service/counting/counter-name.ts";
import { IdempotencyKeyReused, NoSuchCounter } from "../../../service/errors.ts";
import { useRedis } from "../../support/redis.ts";
import { createTestCounters, named, rejectionOf, type TestCounters } from "./test-counters.ts";

const orders = named("shop/orders");
const once = { key: "k1", fingerprint: "by 2" };

describe("a hit with an idempotency key", () => {
  let redis: Redis;
  let counters: TestCounters;

  useRedis(async (client) => {
    redis = client;
    counters = createTestCounters(redis);
    await counters.create(orders, 10n, {});
  });

  it("counts once and gets the first answer again", async () => {
    expect(await counters.hit(orders, 2n, { idempotency: once })).to.equal(12n);
    await counters.hit(orders, 1n);
    expect(await counters.hit(orders, 2n, { idempotency: once })).to.equal(12n);
    expect(await redis.get("tally:counter:shop/orders")).to.equal("13");
  });

  it("counts once when it comes many times at once, to several replicas", async () => {
    const other = createTestCounters(redis);
    const hits = Array.from({ length: 100 }, (_, index) =>
      (index % 2 ? other : counters).hit(orders, 2n, { idempotency: once }),
    );
    expect(new Set(await Promise.all(hits))).to.deep.equal(new Set([12n]));
  });

  it("is refused with another payload, or for another counter", async () => {
    await counters.hit(orders, 2n, { idempotency: once });
    const other = { idempotency: { ...once, fingerprint: "by 3" } };
    expect(await rejectionOf(counters.hit(orders, 3n, other))).to.be.instanceOf(IdempotencyKeyReused);
    expect(await rejectionOf(counters.hit(visits, 2n, { idempotency: once }))).to.be.instanceOf(
      IdempotencyKeyReused,
    );
    expect(await rejectionOf(counters.reset(orders, once))).to.be.instanceOf(IdempotencyKeyReused);
    expect(await redis.get("tally:counter:shop/orders")).to.equal("12");
  });

  it("may be tried again after a refusal", async () => {
    const lost = named("shop/lost");
    expect(await rejectionOf(counters.hit(lost, 2n, { idempotency: once }))).to.be.instanceOf(NoSuchCounter);
    await counters.create(lost, 0n, {});
    expect(await counters.hit(lost, 2n, { idempotency: once })).to.equal(2n);
  });

  it("is remembered for a day, under a key that does not show it", async () => {
    await counters.hit(orders, 2n, { idempotency: once });
    const [key = ""] = await redis.keys("tally:idempotency:*");
    expect(key).to.match(/^tally:idempotency:[0-9a-f]{64}$/);
    expect(await redis.ttl(key)).to.be.within(86_390, 86_400);
  });
});
