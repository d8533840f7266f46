import { expect } from "chai";
import type { Redis } from "ioredis";
import { visits } from "../../../service/counting/counter-name.ts";
import { CounterBroken } from "../../../service/errors.ts";
import { useRedis } from "../../support/redis.ts";
import { createTestCounters, named, type TestCounters } from "./test-counters.ts";

describe("createValues", () => {
  let redis: Redis;
  let counters: TestCounters;

  useRedis(async (client) => {
    redis = client;
    counters = createTestCounters(redis);
    for (const [position, name] of ["a/1", "a/2", "ab/1", "z/1", "z/2"].entries()) {
      await counters.create(named(name), BigInt(position), {});
    }
  });

  async function listed(prefix: string, after: string | undefined, limit: number) {
    const { counters: readings, next } = await counters.list(prefix, after, limit);
    return [readings.map(({ name }) => `${name.namespace}/${name.key}`), next];
  }

  describe("read", () => {
    it("reads in the order asked for, with nothing for what is missing", async () => {
      await counters.set(named("a/1"), 2n ** 63n - 1n);
      const readings = await counters.read([named("a/2"), named("no/such"), visits, named("a/1")]);
      expect(readings.map(({ value }) => value)).to.deep.equal([1n, undefined, 0n, 2n ** 63n - 1n]);
      expect(readings[0]?.name).to.deep.equal(named("a/2"));
    });

    it("asks Redis once, and not at all for nothing", async () => {
      await redis.config("RESETSTAT");
      await counters.read(Array.from({ length: 100 }, () => visits));
      expect(await counters.read([])).to.deep.equal([]);
      expect(await redis.info("commandstats")).to.match(/cmdstat_mget:calls=1,/);
    });

    it("reads more than Lua's stack holds", async () => {
      const names = Array.from({ length: 2500 }, (_, at) => named(at === 2400 ? "z/2" : "no/such"));
      const readings = await counters.read(names);
      expect(
        readings.map(({ value }, at) => (value === undefined ? undefined : [at, value])).filter(Boolean),
      ).to.deep.equal([[2400, 4n]]);
    });

    for (const [what, spoil] of [
      ["text", () => redis.set("visits", "abc")],
      ["digits that Redis would not write", () => redis.set("visits", "007")],
      ["a number beyond 64 bits", () => redis.set("visits", "9223372036854775808")],
      ["a list", () => redis.lpush("visits", "1")],
    ] as const) {
      it(`names a counter that is ${what}, and reads the others`, async () => {
        await spoil();
        const [broken, sound] = await counters.read([visits, named("z/2")]);
        expect(broken).to.have.property("value", undefined);
        expect(broken?.broken)
          .to.be.instanceOf(CounterBroken)
          .with.property("message")
          .that.matches(/^The counter tally\/visits is broken: its key visits in Redis/);
        expect(sound).to.deep.equal({ name: named("z/2"), value: 4n });
      });
    }

    for (const [how, mend] of [
      ["set", () => counters.set(visits, 5n)],
      ["reset", () => counters.reset(visits)],
    ] as const) {
      it(`reads a broken counter again that was ${how}`, async () => {
        await redis.lpush("visits", "1");
        const value = await mend();
        expect(await counters.read([visits])).to.deep.equal([{ name: visits, value }]);
      });
    }
  });

  describe("list", () => {
    it("goes page by page through all counters by name, built-in ones among them", async () => {
      const found: unknown[] = [];
      let after: string | undefined;
      do {
        const page = await counters.list("", after, 3);
        expect(page.counters.length).to.be.at.most(3);
        for (const { name } of page.counters) found.push(`${name.namespace}/${name.key}`);
        after = page.next;
      } while (after !== undefined);
      const builtIn = ["tally/total_visitors", "tally/visits", "tally/votes"];
      expect(found).to.deep.equal(["a/1", "a/2", "ab/1", ...builtIn, "z/1", "z/2"]);
    });

    it("finds a prefix, and no page after the last", async () => {
      expect(await listed("a", undefined, 10)).to.deep.equal([["a/1", "a/2", "ab/1"], undefined]);
      expect(await listed("a/", undefined, 1)).to.deep.equal([["a/1"], "a/1"]);
      expect(await listed("a/", "a/1", 1)).to.deep.equal([["a/2"], undefined]);
      expect(await listed("tally/v", undefined, 10)).to.deep.equal([
        ["tally/visits", "tally/votes"],
        undefined,
      ]);
      expect(await listed("a/", "z/1", 10)).to.deep.equal([[], undefined]);
      expect(await listed("z/", "a/1", 10)).to.deep.equal([["z/1", "z/2"], undefined]);
    });

    it("leaves out what is in the index and no counter's name", async () => {
      await redis.zadd("tally:counters", 0, "a/..", 0, "a");
      expect(await listed("a", undefined, 4)).to.deep.equal([["a/1", "a/2"], "a/2"]);
    });

    it("lists a broken counter as broken", async () => {
      await redis.set("tally:counter:a/1", "abc");
      const { counters: readings } = await counters.list("a/", undefined, 10);
      expect(readings.map(({ value, broken }) => [value, broken instanceof CounterBroken])).to.deep.equal([
        [undefined, true],
        [1n, false],
      ]);
    });

    it("shows values, and leaves out what was deleted by hand", async () => {
      await redis.del("tally:counter:a/1");
      const { counters: readings } = await counters.list("a/", undefined, 10);
      expect(readings).to.deep.equal([{ name: named("a/2"), value: 1n }]);
    });
  });
});
