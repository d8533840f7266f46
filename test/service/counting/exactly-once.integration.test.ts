import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { expect } from "chai";
import { Redis, type RedisOptions } from "ioredis";
import { redisArgs } from "../../../service/redis.ts";
import { type CuttingProxy, startCuttingProxy } from "../../support/cutting-proxy.ts";
import { type RedisServer, startRedis } from "../../support/redis.ts";
import { expectToAddUp, expectWithoutGaps, runHits } from "./counted-hits.ts";
import { createTestCounters, named, type TestCounters } from "./test-counters.ts";

describe("counting over a connection that breaks", function () {
  this.timeout(60_000);
  let server: RedisServer;
  let proxy: CuttingProxy;
  let clients: Redis[];

  before(async () => {
    server = await startRedis();
  });
  after(() => server.dispose());
  beforeEach(async () => {
    clients = [];
    await server.client().flushall();
  });
  afterEach(async () => {
    for (const client of clients) client.disconnect();
    await proxy.close();
  });

  async function startProxy(cutProbability: number): Promise<void> {
    const target = /eval|incrby/i;
    proxy = await startCuttingProxy({ upstreamPort: server.port, target, cutProbability, seed: 20_261_121 });
  }

  /** The service's own client and counters, only with shorter waits. */
  async function connectService(retryAttempts: number, retryDelayMs: number): Promise<TestCounters> {
    const address = {
      host: "127.0.0.1",
      port: proxy.port,
      db: 0,
      tls: false,
      sentinel: undefined,
      cluster: false,
    };
    const login = { username: undefined, password: undefined, passwordFile: undefined };
    const options = redisArgs({ ...address, ...login, retryAttempts, retryDelayMs }, "test");
    const redis = await connect({ ...options, retryStrategy: () => 1 });
    return createTestCounters(redis, { retryAttempts, retryDelayMs });
  }

  async function connect(options: Omit<RedisOptions, "replyMapping">): Promise<Redis> {
    const redis = new Redis(options);
    clients.push(redis);
    redis.on("error", () => {});
    await once(redis, "ready");
    return redis;
  }

  async function stored(): Promise<number> {
    return Number(await server.client().get("visits"));
  }

  it("counts each of 100,000 hits once, whether Redis had done it before the cut or not", async () => {
    await startProxy(0.2);
    const writers = await Promise.all([1, 2, 3].map(() => connectService(1000, 2)));
    const plain = named("shop/orders");
    const careful = named("shop/payments");
    await Promise.all([plain, careful].map((name) => writers[0]?.create(name, 0n, { uniqueVisitors: true })));

    let requests = 0;
    function nextName(): string {
      requests += 1;
      return String(requests);
    }
    const kinds: Record<string, (writer: TestCounters) => Promise<bigint>> = {
      visits: async (writer) => (await writer.visit(1n, "me")).visits,
      pageViews: async (writer) => (await writer.pageView(1n)).pageViews ?? -1n,
      votes: async (writer) => (await writer.vote()).votes,
      voters: async (writer) => {
        const voter = { hash: "me", windowSeconds: 60, once: false };
        return (await writer.vote(voter)).votes;
      },
      plain: (writer) => writer.hit(plain, 1n, { visitor: "you" }),
      careful: (writer) => {
        const idempotency = { key: nextName(), fingerprint: "" };
        return writer.hit(careful, 1n, { idempotency });
      },
    };
    const shares: Record<string, [clients: number, hitsEach: number]> = {
      visits: [50, 300],
      pageViews: [30, 200],
      votes: [20, 100],
      voters: [10, 50],
      plain: [20, 400],
      careful: [10, 200],
    };
    const numbers: Record<string, bigint[]> = {};
    const runs = Object.entries(kinds).flatMap(([kind, countOne]) => {
      const [clients, hitsEach] = shares[kind] ?? [0, 0];
      numbers[kind] = [];
      return writers.map(async (writer) => {
        const tally = await runHits(clients, hitsEach, () => countOne(writer));
        expect(tally.unacknowledged).to.equal(0);
        for (const number of tally.numbers) numbers[kind]?.push(number);
      });
    });
    await Promise.all(runs);
    const { visits = [], pageViews = [], votes = [], voters = [], plain: hits = [] } = numbers;

    expect(proxy.cuts.before).to.be.above(20);
    expect(proxy.cuts.after).to.be.above(20);
    expectWithoutGaps(visits, 45_000);
    expectWithoutGaps(pageViews, 18_000);
    expectWithoutGaps([...votes, ...voters], 7500);
    expectWithoutGaps(hits, 24_000);
    expectWithoutGaps(numbers.careful ?? [], 6000);
    const client = server.client();
    // What reads does not wait for a connection that is not there yet.
    await client.ping();
    const reader = createTestCounters(client);
    for (const [name, count] of Object.entries({
      "tally/visits": 45_000,
      "tally/total_visitors": 18_000,
      "tally/votes": 7500,
      "shop/orders": 24_000,
      "shop/payments": 6000,
    })) {
      expectToAddUp(await reader.history(named(name)), count);
    }
    expect(await reader.undoableVotes("me")).to.equal(voters.length);
    expect((await server.client().keys("tally:writer:*")).length).to.equal(3);
  });

  it("counts what it acknowledged, and at most what it did not, when it gives up early", async () => {
    await startProxy(0.5);
    const counters = await connectService(1, 10);
    const redis = (clients[0] as Redis).setMaxListeners(0);
    const { numbers, unacknowledged } = await runHits(40, 50, async () => {
      // A connection that takes longer to come back than a hit is tried would fail them all at once.
      if (redis.status !== "ready") await once(redis, "ready");
      return (await counters.visit(1n)).visits;
    });
    expect(unacknowledged).to.be.above(0);
    expect(numbers.length).to.be.above(0);
    expect(new Set(numbers).size).to.equal(numbers.length);
    expect(await stored()).to.be.within(numbers.length, numbers.length + unacknowledged);
  });

  it("would count too much without the memory of what was written", async () => {
    await startProxy(0.4);
    const counters = await connectService(1000, 2);
    const redis = clients[0] as Redis;
    const write = redis.writeCounts.bind(redis);
    redis.writeCounts = (_, args) => write(`tally:writer:${randomUUID()}`, args);
    const { numbers, unacknowledged } = await runHits(40, 50, async () => (await counters.visit(1n)).visits);
    expect(proxy.cuts.after).to.be.above(0);
    expect(unacknowledged).to.equal(0);
    expect(numbers).to.have.length(2000);
    expect(await stored()).to.be.above(2000);
  });

  it("would count too much with INCRBY and a client that resends", async () => {
    await startProxy(0.2);
    const redis = await connect({ port: proxy.port, retryStrategy: () => 1, maxRetriesPerRequest: null });
    const { numbers, unacknowledged } = await runHits(40, 50, async () =>
      BigInt(await redis.incrby("visits", 1)),
    );
    expect(proxy.cuts.after).to.be.above(5);
    expect(unacknowledged).to.equal(0);
    expect(numbers).to.have.length(2000);
    expect(await stored()).to.be.above(2000);
  });
});
