import { expect } from "chai";
import type { Redis } from "ioredis";
import { type Counting, type CountingArgs, createCounting } from "../../../service/counting/counting.ts";
import { CounterBroken, CountingPaused, NoSuchCounter, TooManyHits } from "../../../service/errors.ts";
import { useRedis } from "../../support/redis.ts";
import { until } from "../../support/until.ts";
import { createKeptLog, silentLog } from "../log-lines.ts";

const visit = { counter: "tally/visits", by: 1n };
const vote = { counter: "tally/votes", by: 1n };

describe("createCounting", () => {
  let redis: Redis;
  let counting: Counting;

  useRedis(async (client) => {
    redis = client;
    await redis.config("RESETSTAT");
    counting = createTestCounting();
  });

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
    const hits = Array.from({ length: 10_000 }, () => counting.count(visit));
    const numbers = (await Promise.all(hits)).flat();
    expect(numbers).to.deep.equal(Array.from({ length: 10_000 }, (_, index) => BigInt(index + 1)));
    expect(await redis.get("visits")).to.equal("10000");
    expect(await countScriptCalls()).to.equal(2);
  });

  it("lets clients that wait for their answers share writes as well", async () => {
    const numbers: bigint[] = [];
    const clients = Array.from({ length: 100 }, async () => {
      for (let hit = 0; hit < 100; hit += 1) numbers.push(...(await counting.count(visit)));
    });
    await Promise.all(clients);
    expect(new Set(numbers).size).to.equal(10_000);
    expect(await redis.get("visits")).to.equal("10000");
    expect(await countScriptCalls()).to.be.below(1000);
  });

  it("lets hits gather for a moment since the write before began", async () => {
    const begunMs = performance.now();
    for (let hit = 0; hit < 100; hit += 1) await counting.count(visit);
    expect(await countScriptCalls()).to.equal(100);
    // Three are waited for each but the first; a timer may be early by what its millisecond had left, twice.
    expect(performance.now() - begunMs).to.be.above(100);
  });

  it("shares a key with other writers", async () => {
    const other = createTestCounting({ writerId: "web-2:b" });
    const hits = Array.from({ length: 2000 }, (_, index) => (index % 2 ? counting : other).count(visit));
    const numbers = (await Promise.all(hits)).flat();
    expect(new Set(numbers).size).to.equal(2000);
    expect(await redis.get("visits")).to.equal("2000");
  });

  it("reads in the same write, and leaves alone what it only reads", async () => {
    await redis.set("visits", 7);
    const both = { counter: "tally/visits", by: 0n, reads: ["tally/votes"] };
    const answers = await Promise.all([counting.count(visit), counting.count(visit), counting.count(both)]);
    expect(answers).to.deep.equal([[8n], [9n], [9n, 0n]]);
    expect(await redis.exists("votes")).to.equal(0);
  });

  it("gives 3,000 counters their own numbers in few writes", async () => {
    const owners = { by: 2n, mayCreate: true };
    const hits = Array.from({ length: 3000 }, (_, index) =>
      counting.count({ counter: `a/${index}`, ...owners }),
    );
    expect((await Promise.all(hits)).every(([value]) => value === 2n)).to.equal(true);
    expect(await redis.zcard("tally:counters")).to.equal(3000);
    expect(await countScriptCalls()).to.be.below(10);
  });

  it("starts at 1 after DEL", async () => {
    await counting.count(visit);
    await redis.del("visits");
    expect(await counting.count(visit)).to.deep.equal([1n]);
  });

  it("fails only the hits of a broken key, which count nothing anywhere", async () => {
    await redis.set("votes", "many");
    const both = { ...visit, reads: ["tally/votes"] };
    const hits = [counting.count(visit), counting.count(vote), counting.count(both), counting.count(visit)];
    const [first, broken, half, last] = await Promise.allSettled(hits);
    expect(first).to.have.property("value").that.deep.equals([1n]);
    expect(broken).to.have.property("reason").that.is.instanceOf(CounterBroken);
    expect(half).to.have.property("reason").that.is.instanceOf(CounterBroken);
    expect(last).to.have.property("value").that.deep.equals([2n]);
    expect(await redis.mget("visits", "votes")).to.deep.equal(["2", "many"]);
  });

  it("fails only the hits that find no counter, in one write with the others", async () => {
    const stranger = { counter: "a/b", by: 1n };
    await counting.count(visit);
    const before = await countScriptCalls();
    const hits = [counting.count(visit), counting.count(stranger), counting.count(visit)];
    const [first, missing, last] = await Promise.allSettled(hits);
    expect(first).to.have.property("value").that.deep.equals([2n]);
    expect(missing).to.have.property("reason").that.is.instanceOf(NoSuchCounter);
    expect(last).to.have.property("value").that.deep.equals([3n]);
    expect((await countScriptCalls()) - before).to.be.at.most(2);
  });

  it("runs an operation in its turn, without disturbing the hits", async () => {
    const create = { kind: "create", counter: "a/b", value: "5", settings: {} } as const;
    const answers = await Promise.allSettled([
      counting.count(visit),
      counting.run(create),
      counting.run(create),
      counting.count(visit),
    ]);
    expect(answers.map(({ status }) => status)).to.deep.equal([
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
    expect(await redis.mget("visits", "tally:counter:a/b")).to.deep.equal(["2", "5"]);
  });

  it("survives a script cache that was emptied", async () => {
    await counting.count(visit);
    await counting.count(visit);
    await redis.script("FLUSH");
    expect(await counting.count(visit)).to.deep.equal([3n]);
  });

  it("waits for a server that takes no writes during a failover", async () => {
    const patient = createTestCounting({ retryAttempts: 1000 });
    await redis.replicaof("127.0.0.1", 1);
    const hit = patient.count(visit);
    await until(async () => /errorstat_READONLY/.test(await redis.info("errorstats")));
    await redis.replicaof("NO", "ONE");
    expect(await hit).to.deep.equal([1n]);
  });

  it("rejects the batch and the queue when a write is given up", async () => {
    const { log, lines } = createKeptLog("error");
    const broken = createTestCounting({ log });
    redis.disconnect();
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => broken.count(visit)));
    for (const outcome of outcomes) {
      expect(outcome).to.have.property("reason").that.is.instanceOf(CountingPaused);
    }
    expect(lines.map(({ msg }) => msg)).to.deep.equal(["gave up a write"]);
  });

  it("refuses a hit more than may wait", async () => {
    const small = createTestCounting({ mostWaiting: 3 });
    const hits = Array.from({ length: 5 }, () => small.count(visit));
    const outcomes = await Promise.allSettled(hits);
    expect(outcomes.map(({ status }) => status)).to.deep.equal([
      ...Array.from({ length: 4 }, () => "fulfilled"),
      "rejected",
    ]);
    expect(outcomes[4]).to.have.property("reason").that.is.instanceOf(TooManyHits);
  });

  it("settles when every hit has its answer", async () => {
    let answered = 0;
    const hits = Array.from({ length: 20 }, () => counting.count(visit).then(() => (answered += 1)));
    await counting.settled();
    expect(await redis.get("visits")).to.equal("20");
    await Promise.all(hits);
    expect(answered).to.equal(20);
    await counting.settled();
  });
});
