import { once } from "node:events";
import { expect } from "chai";
import { Redis, type RedisOptions } from "ioredis";
import { createCounting } from "../../../service/counting/counting.ts";
import { redisArgs } from "../../../service/redis.ts";
import { type CuttingProxy, startCuttingProxy } from "../../support/cutting-proxy.ts";
import { type RedisServer, startRedis } from "../../support/redis.ts";
import { silentLog } from "../log-lines.ts";

interface Tally {
  readonly numbers: bigint[];
  readonly unacknowledged: number;
}

/** Clients that count one hit after the other, each waiting for its answer. */
async function runHits(clients: number, hitsEach: number, countOne: () => Promise<bigint>): Promise<Tally> {
  const numbers: bigint[] = [];
  let unacknowledged = 0;
  const runs = Array.from({ length: clients }, async () => {
    for (let hit = 0; hit < hitsEach; hit += 1) {
      try {
        numbers.push(await countOne());
      } catch {
        unacknowledged += 1;
      }
    }
  });
  await Promise.all(runs);
  return { numbers, unacknowledged };
}

describe("counting over a connection that breaks", function () {
  this.timeout(20_000);
  let server: RedisServer;
  let proxy: CuttingProxy;
  let redis: Redis;

  before(async () => {
    server = await startRedis();
  });
  after(() => server.dispose());
  beforeEach(async () => {
    await server.client().flushall();
  });
  afterEach(async () => {
    redis.disconnect();
    await proxy.close();
  });

  async function startProxy(cutProbability: number): Promise<void> {
    const target = /eval|incrby/i;
    proxy = await startCuttingProxy({ upstreamPort: server.port, target, cutProbability, seed: 20_261_121 });
  }

  /** The service's own client and counting, only with shorter waits. */
  async function connectService(retryAttempts: number, retryDelayMs: number): Promise<() => Promise<bigint>> {
    const address = { host: "127.0.0.1", port: proxy.port, db: 0, username: undefined, password: undefined };
    const options = redisArgs({ ...address, tls: false, retryAttempts, retryDelayMs }, "test");
    await connect({ ...options, retryStrategy: () => 1 });
    const counting = createCounting({
      redis,
      writerId: "web-1:a",
      retryAttempts,
      retryDelayMs,
      log: silentLog,
    });
    return async () => (await counting.apply([{ key: "visits", by: 1n }]))[0];
  }

  async function connect(options: Omit<RedisOptions, "replyMapping">): Promise<void> {
    redis = new Redis(options);
    redis.on("error", () => {});
    await once(redis, "ready");
  }

  async function stored(): Promise<number> {
    return Number(await server.client().get("visits"));
  }

  it("counts each of 20,000 hits once, whether Redis had done it before the cut or not", async () => {
    await startProxy(0.2);
    const countOne = await connectService(1000, 2);
    const { numbers, unacknowledged } = await runHits(40, 500, countOne);
    expect(proxy.cuts.before).to.be.above(20);
    expect(proxy.cuts.after).to.be.above(20);
    expect(unacknowledged).to.equal(0);
    expect(new Set(numbers).size).to.equal(20_000);
    expect(await stored()).to.equal(20_000);
  });

  it("counts what it acknowledged, and at most what it did not, when it gives up early", async () => {
    await startProxy(0.5);
    const countOne = await connectService(1, 10);
    const { numbers, unacknowledged } = await runHits(40, 50, countOne);
    expect(unacknowledged).to.be.above(0);
    expect(numbers.length).to.be.above(0);
    expect(new Set(numbers).size).to.equal(numbers.length);
    expect(await stored()).to.be.within(numbers.length, numbers.length + unacknowledged);
  });

  it("would count too much with INCRBY and a client that resends", async () => {
    await startProxy(0.2);
    await connect({ port: proxy.port, retryStrategy: () => 1, maxRetriesPerRequest: null });
    const { numbers, unacknowledged } = await runHits(40, 50, async () =>
      BigInt(await redis.incrby("visits", 1)),
    );
    expect(proxy.cuts.after).to.be.above(5);
    expect(unacknowledged).to.equal(0);
    expect(numbers).to.have.length(2000);
    expect(await stored()).to.be.above(2000);
  });
});
