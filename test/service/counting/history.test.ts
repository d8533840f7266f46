import { expect } from "chai";
import type { Redis } from "ioredis";
import { visits } from "../../../service/counting/counter-name.ts";
import type { Bucket } from "../../../service/counting/counters.ts";
import { NoSuchCounter } from "../../../service/errors.ts";
import { type RedisServer, useRedis } from "../../support/redis.ts";
import { createTestCounters, named, noonMs, rejectionOf, type TestCounters } from "./test-counters.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const midnightMs = noonMs - 12 * hourMs;
const pages = named("blog/pages");

describe("createHistories", () => {
  let server: RedisServer;
  let redis: Redis;
  let counters: TestCounters;

  useRedis(async (client, itsServer) => {
    [redis, server] = [client, itsServer];
    counters = createTestCounters(redis, { historyHours: 3, historyDays: 2 });
    await counters.create(pages, 1000n, { uniqueVisitors: true });
  });

  function sum(buckets: readonly Bucket[]): bigint {
    return buckets.reduce((total, { count }) => total + count, 0n);
  }

  async function expectToAddUp(): Promise<void> {
    const { value, hours, beforeHours, days, beforeDays } = await counters.history(pages);
    expect(beforeHours + sum(hours)).to.equal(value);
    expect(beforeDays + sum(days)).to.equal(value);
  }

  describe("history", () => {
    it("says what was counted in which hour and on which day", async () => {
      await Promise.all([counters.hit(pages, 1n), counters.hit(pages, 2n)]);
      counters.clock.nowMs += hourMs - 1;
      await counters.hit(pages, 4n, { idempotency: { key: "k", fingerprint: "" } });
      counters.clock.nowMs += 1;
      await counters.hit(pages, 2n ** 60n);
      expect(await counters.history(pages)).to.deep.equal({
        value: 1007n + 2n ** 60n,
        hours: [
          { start: noonMs, count: 7n },
          { start: noonMs + hourMs, count: 2n ** 60n },
        ],
        beforeHours: 1000n,
        days: [{ start: midnightMs, count: 7n + 2n ** 60n }],
        beforeDays: 1000n,
      });
    });

    it("has a history of the built-in counters", async () => {
      await counters.visit(1n);
      expect(await counters.history(visits)).to.deep.include({ value: 1n, beforeHours: 0n, beforeDays: 0n });
    });

    it("moves what is older than is kept into what was before, whether or not anything is counted", async () => {
      await counters.hit(pages, 1n);
      counters.clock.nowMs += 2 * hourMs;
      expect((await counters.history(pages)).hours).to.have.length(1);
      counters.clock.nowMs += hourMs;
      expect(await counters.history(pages)).to.deep.include({
        hours: [],
        beforeHours: 1001n,
        beforeDays: 1000n,
      });
      counters.clock.nowMs += 2 * dayMs;
      expect(await counters.history(pages)).to.deep.include({ days: [], beforeDays: 1001n });
    });

    it("adds up at every moment, and stays as small as what is kept", async () => {
      for (let hour = 0; hour < 100; hour += 1) {
        await counters.hit(pages, BigInt(hour + 1), { visitor: String(hour) });
        await expectToAddUp();
        expect(await redis.hlen("tally:history:blog/pages")).to.be.at.most(5);
        counters.clock.nowMs += hourMs;
      }
      expect((await redis.keys("tally:uniques:blog/pages:*")).length).to.be.at.most(2);
    });

    it("adds up after the value was set, below what was counted too", async () => {
      await counters.hit(pages, 50n);
      await counters.set(pages, -7n);
      await expectToAddUp();
      expect((await counters.history(pages)).hours).to.deep.equal([{ start: noonMs, count: 50n }]);
    });

    it("adds up while others count", async () => {
      let done = false;
      const client = server.client();
      // Who is not connected yet is told at once that counting is paused.
      await client.ping();
      const other = createTestCounters(client);
      const hits = Promise.all(
        Array.from({ length: 20 }, async () => {
          for (let hit = 0; hit < 100; hit += 1) await other.hit(pages, 1n);
        }),
      ).finally(() => {
        done = true;
      });
      // Looked at when the loop is over.
      hits.catch(() => {});
      while (!done) {
        expect(await counters.history(pages)).to.deep.include({ beforeHours: 1000n, beforeDays: 1000n });
      }
      await hits;
    });

    it("refuses a counter that is missing", async () => {
      expect(await rejectionOf(counters.history(named("a/b")))).to.be.instanceOf(NoSuchCounter);
      expect(await rejectionOf(counters.history(named("tally/other")))).to.be.instanceOf(NoSuchCounter);
    });
  });

  describe("uniques", () => {
    it("estimates visitors in total and per day", async () => {
      const hits = Array.from({ length: 1000 }, (_, index) =>
        counters.hit(pages, 1n, { visitor: `visitor ${index % 500}` }),
      );
      await Promise.all(hits);
      counters.clock.nowMs += dayMs;
      await counters.hit(pages, 1n, { visitor: "visitor 1" });
      await counters.hit(pages, 1n, { visitor: "someone else" });
      await counters.hit(pages, 1n);
      const { total = 0, days = [] } = (await counters.uniques(pages)) ?? {};
      expect(total).to.be.within(485, 516);
      expect(days.map(({ start }) => start)).to.deep.equal([midnightMs, midnightMs + dayMs]);
      expect(days[0]?.visitors).to.be.within(485, 515);
      expect(days[1]?.visitors).to.equal(2);
    });

    it("forgets the visitors of a day with the day, and keeps the total", async () => {
      await counters.hit(pages, 1n, { visitor: "me" });
      const [key = ""] = await redis.keys("tally:uniques:blog/pages:*");
      expect(await redis.ttl(key)).to.be.within(3 * 86_400 - 10, 3 * 86_400);
      counters.clock.nowMs += 2 * dayMs;
      expect(await counters.uniques(pages)).to.deep.equal({ total: 1, days: [] });
    });

    it("leaves out days that are none", async () => {
      await counters.hit(pages, 1n, { visitor: "me" });
      await redis.hset("tally:history:blog/pages", { dx: "1", d: "1" });
      expect(await counters.uniques(pages)).to.deep.equal({
        total: 1,
        days: [{ start: midnightMs, visitors: 1 }],
      });
    });

    it("is undefined for a counter that counts none, and refuses one that is missing", async () => {
      await counters.create(named("a/b"), 0n, {});
      await counters.hit(named("a/b"), 1n, { visitor: "me" });
      expect(await counters.uniques(named("a/b"))).to.equal(undefined);
      expect(await rejectionOf(counters.uniques(named("a/c")))).to.be.instanceOf(NoSuchCounter);
    });
  });
});
