import { expect } from "chai";
import type { Redis } from "ioredis";
import { type Counting, type CountingArgs, createCounting } from "../../../service/counting/counting.ts";
import { CounterBroken, CountingPaused, TooManyHits } from "../../../service/errors.ts";
import { type RedisServer, startRedis } from "../../support/redis.ts";
import { until } from "../../support/until.ts";
import { createKeptLog, silentLog } from "../log-lines.ts";

const visit = [{ key: "visits", by: 1n }] as const;
const vote = [{ key: "votes", by: 1n }] as const;

describe("createCounting", () => {
  let server: RedisServer;
  let redis: Redis;
  let counting: Counting;

  before(async () => {
    server = await startRedis();
  });
  after(() => server.dispose());
  beforeEach(async () => {
    redis = server.client();
    await redis.flushall();
    await redis.config("RESETSTAT");
    counting = createTestCounting();
  });
  afterEach(() => redis.disconnect());

  function createTestCounting(args: Partial<CountingArgs> = {}): Counting {
    const writerId = "web-1:a";
    return createCounting({ redis, writerId, retryAttempts: 2, retryDelayMs: 1, log: silentLog, ...args });
  }

  async function countScriptCalls(): Promise<number> {
    const stats = await redis.info("commandstats");
    return [...stats.matchAll(/cmdstat_eval(?:sha)?:calls=(\d+)/g)].reduce(
      (sum, match) => sum + Number(match[1]),
      0,
    );
  }

  it("gives 10,000 hits 10,000 numbers without a gap, in two writes", async () => {
    const hits = Array.from({ length: 10_000 }, () => counting.apply(visit));
    const numbers = (await Promise.all(hits)).flat();
    expect(numbers).to.deep.equal(Array.from({ length: 10_000 }, (_, index) => BigInt(index + 1)));
    expect(await redis.get("visits")).to.equal("10000");
    expect(await countScriptCalls()).to.equal(2);
  });

  it("lets clients that wait for their answers share writes as well", async () => {
    const numbers: bigint[] = [];
    const clients = Array.from({ length: 100 }, async () => {
      for (let hit = 0; hit < 100; hit += 1) numbers.push(...(await counting.apply(visit)));
    });
    await Promise.all(clients);
    expect(new Set(numbers).size).to.equal(10_000);
    expect(await redis.get("visits")).to.equal("10000");
    expect(await countScriptCalls()).to.be.below(1000);
  });

  it("shares a key with other writers", async () => {
    const other = createTestCounting({ writerId: "web-2:b" });
    const hits = Array.from({ length: 2000 }, (_, index) => (index % 2 ? counting : other).apply(visit));
    const numbers = (await Promise.all(hits)).flat();
    expect(new Set(numbers).size).to.equal(2000);
    expect(await redis.get("visits")).to.equal("2000");
  });

  it("reads in the same write, and leaves alone what it only reads", async () => {
    await redis.set("visits", 7);
    const both = [
      { key: "visits", by: 0n },
      { key: "votes", by: 0n },
    ] as const;
    const answers = await Promise.all([counting.apply(visit), counting.apply(visit), counting.apply(both)]);
    expect(answers).to.deep.equal([[8n], [9n], [9n, 0n]]);
    expect(await redis.exists("votes")).to.equal(0);
  });

  it("starts at 1 after DEL", async () => {
    await counting.apply(visit);
    await redis.del("visits");
    expect(await counting.apply(visit)).to.deep.equal([1n]);
  });

  it("fails only the hits of a broken key, which count nothing anywhere", async () => {
    await redis.set("votes", "many");
    const both = [...visit, ...vote] as const;
    const hits = [counting.apply(visit), counting.apply(vote), counting.apply(both), counting.apply(visit)];
    const [first, broken, half, last] = await Promise.allSettled(hits);
    expect(first).to.have.property("value").that.deep.equals([1n]);
    expect(broken).to.have.property("reason").that.is.instanceOf(CounterBroken);
    expect(half).to.have.property("reason").that.is.instanceOf(CounterBroken);
    expect(last).to.have.property("value").that.deep.equals([2n]);
    expect(await redis.mget("visits", "votes")).to.deep.equal(["2", "many"]);
  });

  it("survives a script cache that was emptied", async () => {
    await counting.apply(visit);
    await counting.apply(visit);
    await redis.script("FLUSH");
    expect(await counting.apply(visit)).to.deep.equal([3n]);
  });

  it("waits for a server that takes no writes during a failover", async () => {
    const patient = createTestCounting({ retryAttempts: 1000 });
    await redis.replicaof("127.0.0.1", 1);
    const hit = patient.apply(visit);
    await until(async () => /errorstat_READONLY/.test(await redis.info("errorstats")));
    await redis.replicaof("NO", "ONE");
    expect(await hit).to.deep.equal([1n]);
  });

  it("rejects the batch and the queue when a write is given up", async () => {
    const { log, lines } = createKeptLog("error");
    const broken = createTestCounting({ log });
    redis.disconnect();
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => broken.apply(visit)));
    for (const outcome of outcomes) {
      expect(outcome).to.have.property("reason").that.is.instanceOf(CountingPaused);
    }
    expect(lines.map(({ msg }) => msg)).to.deep.equal(["gave up a write"]);
  });

  it("refuses a hit more than may wait", async () => {
    const small = createTestCounting({ mostWaiting: 3 });
    const hits = Array.from({ length: 5 }, () => small.apply(visit));
    const outcomes = await Promise.allSettled(hits);
    expect(outcomes.map(({ status }) => status)).to.deep.equal([
      ...Array.from({ length: 4 }, () => "fulfilled"),
      "rejected",
    ]);
    expect(outcomes[4]).to.have.property("reason").that.is.instanceOf(TooManyHits);
  });

  it("settles when every hit has its answer", async () => {
    let answered = 0;
    const hits = Array.from({ length: 20 }, () => counting.apply(visit).then(() => (answered += 1)));
    await counting.settled();
    expect(await redis.get("visits")).to.equal("20");
    await Promise.all(hits);
    expect(answered).to.equal(20);
    await counting.settled();
  });
});
