import { expect } from "chai";
import type { Redis } from "ioredis";
import { visits, votes } from "../../../service/counting/counter-name.ts";
import {
  CounterOverflow,
  CountingPaused,
  NoSuchCounter,
  OutOfRange,
  TooManyCounters,
  VotesCountOnce,
} from "../../../service/errors.ts";
import { useRedis } from "../../support/redis.ts";
import { createTestCounters, named, rejectionOf, type TestCounters } from "./test-counters.ts";

const most = 2n ** 63n - 1n;
const orders = named("shop/orders");

describe("createCounters", () => {
  let redis: Redis;
  let counters: TestCounters;

  useRedis((client) => {
    redis = client;
    counters = createTestCounters(redis);
  });

  describe("visit and pageView", () => {
    it("count a page view beside counters that are broken", async () => {
      await redis.set("votes", "abc");
      expect(await counters.pageView(1n)).to.deep.equal({ pageViews: 1n, votes: undefined, visits: 0n });
      expect((await counters.history(named("tally/total_visitors"))).days[0]?.count).to.equal(1n);
      await redis.set("total_visitors", "abc");
      await redis.set("visits", "5");
      expect(await counters.pageView(1n)).to.deep.equal({
        pageViews: undefined,
        votes: undefined,
        visits: 5n,
      });
    });

    it("count one thing and read the others", async () => {
      expect(await counters.visit(1n)).to.deep.equal({ visits: 1n, totalVisitors: 0n });
      expect(await counters.pageView(1n)).to.deep.equal({ pageViews: 1n, votes: 0n, visits: 1n });
      expect(await counters.visit(1n)).to.deep.equal({ visits: 2n, totalVisitors: 1n });
      expect(await redis.mget("visits", "total_visitors", "votes")).to.deep.equal(["2", "1", null]);
    });

    it("add nothing and nobody for what weighs nothing", async () => {
      await counters.visit(0n, "me");
      await counters.pageView(0n, "me");
      expect(await redis.dbsize()).to.equal(0);
    });

    it("count unique visitors, unless told not to", async () => {
      await Promise.all([counters.visit(1n, "me"), counters.visit(1n, "you"), counters.visit(1n, "me")]);
      expect(await counters.uniques(visits)).to.have.property("total", 2);
      const incurious = createTestCounters(redis, { uniqueVisitors: false });
      await incurious.visit(1n, "she");
      expect(await incurious.uniques(visits)).to.equal(undefined);
      expect(await counters.uniques(visits)).to.have.property("total", 2);
    });
  });

  describe("hit", () => {
    it("counts any amount, exactly", async () => {
      await counters.create(orders, 0n, {});
      expect(await counters.hit(orders, 1n)).to.equal(1n);
      expect(await counters.hit(orders, most - 1n)).to.equal(most);
      expect(await counters.hit(visits, 2n ** 53n)).to.equal(2n ** 53n);
      expect(await counters.hit(visits, 1n)).to.equal(2n ** 53n + 1n);
    });

    it("refuses what would overflow, and counts nothing", async () => {
      await counters.create(orders, most - 1n, {});
      expect(await rejectionOf(counters.hit(orders, 2n))).to.be.instanceOf(CounterOverflow);
      expect(await rejectionOf(counters.hit(orders, most))).to.be.instanceOf(CounterOverflow);
      expect(await counters.history(orders)).to.deep.include({ value: most - 1n, hours: [], days: [] });
      expect(await counters.hit(orders, 1n)).to.equal(most);
    });

    for (const amount of [0n, -1n, most + 1n]) {
      it(`refuses to count by ${amount}`, async () => {
        expect(await rejectionOf(counters.hit(visits, amount))).to.be.instanceOf(OutOfRange);
      });
    }

    it("does not create a counter for a stranger", async () => {
      expect(await rejectionOf(counters.hit(orders, 1n))).to.be.instanceOf(NoSuchCounter);
      expect(await rejectionOf(counters.hit(orders, most))).to.be.instanceOf(NoSuchCounter);
      expect(await redis.keys("*shop*")).to.deep.equal([]);
    });

    it("creates it for the owner", async () => {
      expect(await counters.hit(orders, 5n, { byOwner: true })).to.equal(5n);
      expect(await redis.zrange("tally:counters", "0", "-1")).to.deep.equal(["shop/orders"]);
    });

    it("creates nothing in the reserved namespace, for nobody", async () => {
      const failure = await rejectionOf(counters.hit(named("tally/other"), 1n, { byOwner: true }));
      expect(failure).to.be.instanceOf(NoSuchCounter);
    });

    it("is no way to vote more than once where votes count once, but for the owner", async () => {
      const strict = createTestCounters(redis, { votesOnce: true });
      const idempotency = { key: "k", fingerprint: "" };
      for (const options of [{}, { visitor: "me" }, { idempotency }]) {
        expect(await rejectionOf(strict.hit(votes, 1n, options))).to.be.instanceOf(VotesCountOnce);
      }
      expect(await redis.exists("votes")).to.equal(0);
      expect(await strict.hit(votes, 2n, { byOwner: true })).to.equal(2n);
      expect(await counters.hit(votes, 1n)).to.equal(3n);
    });

    it("creates counters for strangers up to the number that is allowed, and any for the owner", async () => {
      const open = createTestCounters(redis, { strangersMayCreate: 3 });
      const hits = Array.from({ length: 10 }, (_, index) => open.hit(named(`a/${index}`), 1n));
      const outcomes = await Promise.allSettled(hits);
      expect(outcomes.filter(({ status }) => status === "fulfilled")).to.have.length(3);
      expect(outcomes[9]).to.have.property("reason").that.is.instanceOf(TooManyCounters);
      expect(await open.hit(named("b/owned"), 1n, { byOwner: true })).to.equal(1n);
      expect(await open.hit(named("a/0"), 1n)).to.equal(2n);
      await open.delete(named("b/owned"));
      await open.delete(named("a/0"));
      expect(await open.hit(named("a/9"), 1n)).to.equal(1n);
    });
  });

  it("shows a value that was set with redis-cli, and starts at 1 after DEL", async () => {
    await counters.visit(1n, "me");
    await redis.set("visits", 41);
    expect((await counters.visit(1n)).visits).to.equal(42n);
    await redis.del("visits");
    expect(await counters.read([visits])).to.deep.equal([{ name: visits, value: 0n }]);
    expect(await counters.history(visits)).to.deep.include({ value: 0n, hours: [], days: [] });
    expect(await counters.uniques(visits)).to.deep.equal({ total: 0, days: [] });
    expect((await counters.visit(1n, "you")).visits).to.equal(1n);
    expect((await counters.history(visits)).hours.map(({ count }) => count)).to.deep.equal([1n]);
    expect(await counters.uniques(visits)).to.have.property("total", 1);
  });

  it("has nothing to do with what is wrong with the index until a counter is made", async () => {
    await redis.set("tally:counters", "text");
    const [visit, created] = await Promise.allSettled([
      counters.visit(1n),
      counters.hit(orders, 1n, { byOwner: true }),
      counters.create(orders, 1n, {}),
    ]);
    expect(visit.status).to.equal("fulfilled");
    expect(created)
      .to.have.nested.property("reason.message")
      .that.matches(/WRONGTYPE/);
    expect(await redis.keys("*shop*")).to.deep.equal([]);
  });

  it("changes nothing when Redis has no memory for it", async () => {
    const voter = { hash: "me", windowSeconds: 60, once: false };
    await counters.create(orders, 5n, { uniqueVisitors: true });
    await counters.hit(orders, 1n, { visitor: "me" });
    await counters.vote(voter);
    const keys = (await redis.keys("*")).sort();
    const dumps = () => Promise.all(keys.map((key) => redis.dumpBuffer(key)));
    const before = await dumps();
    await redis.config("SET", "maxmemory", "1");
    try {
      const once = { key: "k", fingerprint: "" };
      for (const attempt of [
        () => counters.hit(orders, 1n, { visitor: "you" }),
        () => counters.hit(orders, 1n, { visitor: "you", idempotency: once }),
        () => counters.vote(voter),
        () => counters.undoVote(voter),
        () => counters.create(named("shop/more"), 1n, {}),
        () => counters.set(orders, 1n),
        () =>
          counters.importRecord({ counter: "shop/orders", value: "1", settings: {}, hours: {}, days: {} }),
      ]) {
        expect(await rejectionOf(attempt())).to.be.instanceOf(CountingPaused);
      }
    } finally {
      await redis.config("SET", "maxmemory", "0");
    }
    expect((await redis.keys("*")).sort()).to.deep.equal(keys);
    expect(await dumps()).to.deep.equal(before);
  });
});
