import { expect } from "chai";
import type { Redis } from "ioredis";
import type { CounterRecord } from "../../../service/counting/counters.ts";
import { recordSchema } from "../../../service/counting/record-schema.ts";
import { BadRecord, CounterBroken } from "../../../service/errors.ts";
import { useRedis } from "../../support/redis.ts";
import {
  createTestCounters,
  named,
  noonMs,
  rejectionOf,
  type TestCounters,
  thisHour,
  today,
} from "./test-counters.ts";

const dayMs = 86_400_000;
const plain: CounterRecord = { counter: "a/b", value: "7", settings: {}, hours: {}, days: {} };

describe("createRecords", () => {
  let redis: Redis;
  let counters: TestCounters;

  useRedis((client) => {
    redis = client;
    counters = createTestCounters(redis);
  });

  const exportAll = (after?: string) => Array.fromAsync(counters.exportRecords(after));

  async function fill(): Promise<void> {
    for (const back of [20, 1, 0]) {
      counters.clock.nowMs = noonMs - back * dayMs;
      const visitors = Array.from({ length: 2000 }, (_, index) => counters.visit(1n, `${back} ${index}`));
      await Promise.all([...visitors, counters.pageView(1n, "me"), counters.vote()]);
    }
    await counters.create(named("shop/orders"), 2n ** 63n - 100n, { uniqueVisitors: true });
    await counters.hit(named("shop/orders"), 5n, { visitor: "me" });
    await counters.create(named("blog/posts"), -5n, {});
    await counters.set(named("blog/posts"), -6n);
  }

  it("exports everything, built-in counters first, then by name", async () => {
    await fill();
    const records = await exportAll();
    expect(records.map(({ counter }) => counter)).to.deep.equal([
      "tally/visits",
      "tally/total_visitors",
      "tally/votes",
      "blog/posts",
      "shop/orders",
    ]);
    const [visits, , votes, posts, orders] = records;
    expect(visits?.days).to.deep.equal({ [today - 20]: "2000", [today - 1]: "2000", [today]: "2000" });
    expect(Object.keys(visits?.uniques?.days ?? {})).to.have.length(3);
    expect(votes).to.deep.include({ value: "3", settings: {} }).and.not.have.property("uniques");
    expect(posts).to.deep.equal({ ...plain, counter: "blog/posts", value: "-6" });
    expect(orders?.settings).to.deep.equal({ uniqueVisitors: true });
    expect(orders?.hours).to.deep.equal({ [thisHour]: "5" });
  });

  it("exports the same after an import into an empty Redis, and counts on", async () => {
    await fill();
    const records = await exportAll();
    const uniques = await counters.uniques(named("tally/visits"));
    await redis.flushall();
    await Promise.all(records.map((record) => counters.importRecord(JSON.parse(JSON.stringify(record)))));
    expect(await counters.uniques(named("tally/visits"))).to.deep.equal(uniques);
    expect(JSON.stringify(await exportAll())).to.equal(JSON.stringify(records));
    await counters.hit(named("shop/orders"), 1n, { visitor: "me" });
    expect(await counters.uniques(named("shop/orders"))).to.have.property("total", 1);
    expect((await counters.history(named("shop/orders"))).hours[0]?.count).to.equal(6n);
  });

  it("goes on after each of the counters", async () => {
    await fill();
    const records = await exportAll();
    for (const [index, { counter }] of records.entries()) {
      expect(await exportAll(counter)).to.deep.equal(records.slice(index + 1));
    }
  });

  it("exports every counter once, however many there are", async () => {
    const names = Array.from({ length: 2500 }, (_, index) => `a/${String(index).padStart(4, "0")}`);
    await redis.mset(...names.flatMap((name) => [`tally:counter:${name}`, "1"]));
    await redis.zadd("tally:counters", ...names.flatMap((name) => ["0", name]));
    expect((await exportAll()).slice(3).map(({ counter }) => counter)).to.deep.equal(names);
  });

  it("reads a counter when it is asked for, since one may have megabytes", async () => {
    const reads = async () =>
      Number(/cmdstat_hgetall:calls=(\d+)/.exec(await redis.info("commandstats"))?.[1]);
    await fill();
    await redis.config("RESETSTAT");
    const records = counters.exportRecords();
    const perRecord: number[] = [];
    while (!(await records.next()).done) perRecord.push(await reads());
    expect(perRecord[1]).to.equal(2 * (perRecord[0] ?? 0));
    expect(perRecord).to.have.length(5);
  });

  it("leaves out what was deleted by hand", async () => {
    for (const key of ["1", "2", "3", "4"]) await counters.create(named(`a/${key}`), 1n, {});
    await redis.del("tally:counter:a/1", "tally:counter:a/2", "tally:counter:a/3");
    expect((await exportAll()).map(({ counter }) => counter).slice(3)).to.deep.equal(["a/4"]);
  });

  it("replaces all of a counter", async () => {
    await counters.create(named("a/b"), 5n, { uniqueVisitors: true });
    await counters.hit(named("a/b"), 5n, { visitor: "me" });
    await counters.importRecord(plain);
    expect((await exportAll()).at(-1)).to.deep.equal(plain);
    expect(await redis.keys("tally:uniques:*")).to.deep.equal([]);
  });

  it("takes what is older than is kept for what was before", async () => {
    await counters.importRecord({ ...plain, hours: { 5: "3" }, days: { 5: "3" } });
    await counters.hit(named("a/b"), 1n);
    expect(await counters.history(named("a/b"))).to.deep.include({
      value: 8n,
      beforeHours: 7n,
      beforeDays: 7n,
    });
    expect(await redis.hlen("tally:history:a/b")).to.equal(2);
  });

  it("leaves out what a clock that was ahead has counted in the future, as no import takes it", async () => {
    const counter = named("shop/orders");
    await counters.create(counter, 0n, { uniqueVisitors: true });
    const [hourMs, nowMs] = [3_600_000, Date.now()];
    // Import goes by the clock of this machine, and takes a clock that is a little ahead.
    for (const aheadMs of [0, hourMs, 2 * hourMs, dayMs, 2 * dayMs]) {
      counters.clock.nowMs = nowMs + aheadMs;
      await counters.hit(counter, 1n, { visitor: "me" });
    }
    counters.clock.nowMs = nowMs;
    const record = (await exportAll()).at(-1);
    const [hour, day] = [Math.floor(nowMs / hourMs), Math.floor(nowMs / dayMs)];
    expect(record?.value).to.equal("5");
    expect(record?.hours).to.deep.equal({ [hour]: "1", [hour + 1]: "1" });
    expect(Object.keys(record?.days ?? {})).to.deep.equal([`${day}`, `${day + 1}`]);
    expect(Object.keys(record?.uniques?.days ?? {})).to.deep.equal([`${day}`, `${day + 1}`]);
    expect(recordSchema.parse(record)).to.deep.equal(record);
  });

  for (const [what, spoil] of [
    ["value is text", () => redis.set("tally:counter:a/2", "abc")],
    [
      "value is a list",
      async () => [await redis.del("tally:counter:a/2"), await redis.lpush("tally:counter:a/2", "1")],
    ],
    ["history is text", () => redis.set("tally:history:a/2", "abc")],
    ["history is none", () => redis.hset("tally:history:a/2", "h5", "x")],
  ] as const) {
    it(`exports what is before a counter whose ${what}, and then says which it is`, async () => {
      for (const key of ["1", "2", "3"]) await counters.create(named(`a/${key}`), 1n, {});
      await spoil();
      const names: string[] = [];
      const exporting = async () => {
        for await (const { counter } of counters.exportRecords()) names.push(counter);
      };
      const failure = await rejectionOf(exporting());
      expect(names.at(-1)).to.equal("a/1");
      expect(failure)
        .to.be.instanceOf(CounterBroken)
        .with.property("message")
        .that.includes("counter a/2 is");
    });
  }

  it("refuses a record with a sketch that is none, and changes nothing", async () => {
    await counters.create(named("a/b"), 5n, {});
    const sketch = Buffer.from("HYLL and no sketch").toString("base64");
    const failure = await rejectionOf(
      counters.importRecord({ ...plain, uniques: { total: sketch, days: {} } }),
    );
    expect(failure).to.be.instanceOf(BadRecord);
    expect(await counters.read([named("a/b")])).to.have.nested.property("[0].value", 5n);
    expect(await redis.exists("tally:import")).to.equal(0);
  });
});
