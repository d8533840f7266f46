import { expect } from "chai";
import type { Redis } from "ioredis";
import { visits } from "../../../service/counting/counter-name.ts";
import { CounterBroken } from "../../../service/errors.ts";
import { type RedisServer, startRedis } from "../../support/redis.ts";
import { createTestCounters, failureOf, named, type TestCounters } from "./test-counters.ts";

describe("createValues", () => {
  let server: RedisServer;
  let redis: Redis;
  let counters: TestCounters;

  before(async () => {
    server = await startRedis();
  });
  after(() => server.dispose());
  beforeEach(async () => {
    redis = server.client();
    await redis.flushall();
    counters = createTestCounters(redis);
    for (const [position, name] of ["a/1", "a/2", "ab/1", "z/1", "z/2"].entries()) {
      await counters.create(named(name), BigInt(position), {});
    }
  });
  afterEach(() => redis.disconnect());

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

    it("names a counter that holds no integer", async () => {
      await redis.set("visits", "many");
      const failure = await failureOf(counters.read([visits]));
      expect(failure)
        .to.be.instanceOf(CounterBroken)
        .with.property("message")
        .that.matches(/tally\/visits/);
    });
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

    it("shows values, and leaves out what was deleted by hand", async () => {
      await redis.del("tally:counter:a/1");
      const { counters: readings } = await counters.list("a/", undefined, 10);
      expect(readings).to.deep.equal([{ name: named("a/2"), value: 1n }]);
    });
  });
});
