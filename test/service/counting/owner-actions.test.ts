import { expect } from "chai";
import type { Redis } from "ioredis";
import { visits, votes } from "../../../service/counting/counter-name.ts";
import {
  CounterBuiltIn,
  CounterExists,
  IdempotencyKeyReused,
  NamespaceReserved,
  NoSuchCounter,
  OutOfRange,
} from "../../../service/errors.ts";
import { useRedis } from "../../support/redis.ts";
import { createTestCounters, named, rejectionOf, type TestCounters } from "./test-counters.ts";

const orders = named("shop/orders");
const once = { key: "k1", fingerprint: "f" };
const limits = [-(2n ** 63n), 2n ** 63n - 1n] as const;

describe("createOwnerActions", () => {
  let redis: Redis;
  let counters: TestCounters;

  useRedis((client) => {
    redis = client;
    counters = createTestCounters(redis);
  });

  async function valueNow(name = orders): Promise<bigint | undefined> {
    return (await counters.read([name]))[0]?.value;
  }

  describe("create", () => {
    for (const value of [0n, -7n, ...limits]) {
      it(`starts a counter at ${value}`, async () => {
        expect(await counters.create(orders, value, {})).to.equal(value);
        expect(await counters.history(orders)).to.deep.equal({
          value,
          hours: [],
          beforeHours: value,
          days: [],
          beforeDays: value,
        });
      });
    }

    it("refuses a counter that exists, built-in ones included", async () => {
      await counters.create(orders, 1n, {});
      expect(await rejectionOf(counters.create(orders, 2n, {}))).to.be.instanceOf(CounterExists);
      expect(await rejectionOf(counters.create(visits, 2n, {}))).to.be.instanceOf(CounterExists);
      expect(await valueNow()).to.equal(1n);
    });

    it("refuses the reserved namespace", async () => {
      const failure = await rejectionOf(counters.create(named("tally/mine"), 2n, {}));
      expect(failure).to.be.instanceOf(NamespaceReserved).with.property("status", 403);
    });

    it("gives the first answer to a repeated request", async () => {
      expect(await counters.create(orders, 5n, {}, once)).to.equal(5n);
      expect(await counters.create(orders, 5n, {}, once)).to.equal(5n);
    });

    it("counts unique visitors where that is wanted", async () => {
      await counters.create(orders, 0n, { uniqueVisitors: true });
      await counters.create(named("shop/views"), 0n, { uniqueVisitors: false });
      for (const name of [orders, named("shop/views")]) await counters.hit(name, 1n, { visitor: "me" });
      expect(await counters.uniques(orders)).to.have.property("total", 1);
      expect(await counters.uniques(named("shop/views"))).to.equal(undefined);
    });

    it("takes over nothing from a counter whose value was deleted by hand", async () => {
      await counters.create(orders, 0n, { uniqueVisitors: true });
      await counters.hit(orders, 5n, { visitor: "me" });
      await redis.del("tally:counter:shop/orders");
      await counters.create(orders, 3n, {});
      expect(await counters.history(orders)).to.deep.include({ beforeHours: 3n, hours: [] });
      expect(await redis.keys("tally:uniques:*")).to.deep.equal([]);
      expect(await counters.uniques(orders)).to.equal(undefined);
    });
  });

  describe("set", () => {
    it("changes the value and leaves the history as it was", async () => {
      await counters.hit(visits, 5n);
      expect(await counters.set(visits, 100n)).to.equal(100n);
      expect(await counters.history(visits)).to.deep.include({
        value: 100n,
        beforeHours: 95n,
        beforeDays: 95n,
      });
      expect(await redis.get("visits")).to.equal("100");
    });

    it("refuses a counter that is missing", async () => {
      expect(await rejectionOf(counters.set(orders, 1n))).to.be.instanceOf(NoSuchCounter);
      expect(await rejectionOf(counters.set(named("tally/other"), 1n))).to.be.instanceOf(NoSuchCounter);
      expect(await redis.exists("tally:counter:shop/orders")).to.equal(0);
    });

    for (const value of [limits[0] - 1n, limits[1] + 1n]) {
      it(`refuses ${value}`, async () => {
        expect(await rejectionOf(counters.set(visits, value))).to.be.instanceOf(OutOfRange);
        expect(await rejectionOf(counters.create(orders, value, {}))).to.be.instanceOf(OutOfRange);
      });
    }

    it("sets once for a repeated request", async () => {
      await counters.set(votes, 5n, once);
      await counters.vote();
      expect(await counters.set(votes, 5n, once)).to.equal(5n);
      expect(await valueNow(votes)).to.equal(6n);
    });

    it("mends what a hand has broken", async () => {
      await redis.lpush("votes", "x");
      await counters.set(votes, 5n);
      expect((await counters.vote()).votes).to.equal(6n);
    });
  });

  describe("reset", () => {
    it("sets to 0, without history and visitors, and goes on counting them", async () => {
      await counters.create(orders, 7n, { uniqueVisitors: true });
      await counters.hit(orders, 5n, { visitor: "me" });
      expect(await counters.reset(orders)).to.equal(0n);
      expect(await counters.history(orders)).to.deep.include({ value: 0n, hours: [], days: [] });
      expect(await redis.keys("tally:uniques:*")).to.deep.equal([]);
      await counters.hit(orders, 5n, { visitor: "you" });
      expect(await counters.uniques(orders)).to.have.property("total", 1);
    });

    it("refuses a counter that is missing", async () => {
      expect(await rejectionOf(counters.reset(orders))).to.be.instanceOf(NoSuchCounter);
    });

    it("resets once for a repeated request", async () => {
      await counters.reset(visits, once);
      await counters.visit(1n);
      expect(await counters.reset(visits, once)).to.equal(0n);
      expect(await valueNow(visits)).to.equal(1n);
    });
  });

  describe("delete", () => {
    it("leaves nothing of the counter", async () => {
      await counters.create(orders, 7n, { uniqueVisitors: true });
      await counters.hit(orders, 5n, { visitor: "me" });
      await counters.delete(orders);
      expect(await redis.keys("*"))
        .to.have.length(1)
        .and.match(/^tally:writer:/);
      expect(await valueNow()).to.equal(undefined);
    });

    it("refuses a counter that is missing or built in", async () => {
      expect(await rejectionOf(counters.delete(orders))).to.be.instanceOf(NoSuchCounter);
      expect(await rejectionOf(counters.delete(visits))).to.be.instanceOf(CounterBuiltIn);
    });

    it("deletes once for a repeated request", async () => {
      await counters.create(orders, 7n, {});
      await counters.delete(orders, once);
      await counters.create(orders, 8n, {});
      await counters.delete(orders, once);
      expect(await valueNow()).to.equal(8n);
      expect(await rejectionOf(counters.delete(orders, { ...once, fingerprint: "g" }))).to.be.instanceOf(
        IdempotencyKeyReused,
      );
    });
  });
});
