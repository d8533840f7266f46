import { expect } from "chai";
import { type RedisServer, startRedis } from "../support/redis.ts";
import { until } from "../support/until.ts";
import { type ServiceProcess, startService } from "./service-process.ts";

const [retryAttempts, retryDelayMs] = [3, 100];

/** The whole service while Redis is away, in the ways in which it can be. */
describe("Redis away and back", function () {
  this.timeout(20_000);
  let server: RedisServer;
  let service: ServiceProcess;

  before(async () => {
    server = await startRedis("--appendonly", "yes", "--appendfsync", "always");
    const settings = {
      REDIS_PORT: String(server.port),
      REDIS_RETRY_ATTEMPTS: String(retryAttempts),
      REDIS_RETRY_DELAY_MS: String(retryDelayMs),
    };
    service = await startService(settings);
  });
  after(async () => {
    await service.dispose();
    await server.dispose();
  });

  const get = (path: string) => fetch(service.url + path);

  let acknowledged = 0;
  let refused = 0;
  let lastNumber = 0;

  /** Asks for a count, and keeps book of what was promised. */
  async function count(): Promise<Response> {
    const response = await get("/count");
    const [, number] = /visited (\d+) times/.exec(await response.clone().text()) ?? [];
    if (number === undefined) {
      refused += 1;
    } else {
      acknowledged += 1;
      expect(Number(number)).to.be.above(lastNumber);
      lastNumber = Number(number);
    }
    return response;
  }

  const counts = async () => (await count()).ok;

  afterEach(async () => {
    const stored = Number(await server.client().get("visits"));
    expect(stored).to.be.within(acknowledged, acknowledged + refused);
  });

  async function timed<T>(action: () => Promise<T>): Promise<[T, number]> {
    const startMs = performance.now();
    return [await action(), performance.now() - startMs];
  }

  async function many(ask: () => Promise<Response>) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => timed(ask)));
    return {
      responses: answers.map(([response]) => response),
      slowestMs: Math.max(...answers.map(([, tookMs]) => tookMs)),
    };
  }

  async function expectPaused(): Promise<void> {
    const response = await count();
    expect(response.status).to.equal(503);
    expect(response.headers.get("retry-after")).to.equal("1");
    expect(response.headers.get("content-type")).to.equal("application/problem+json");
    expect((await get("/readyz")).status).to.equal(503);
    expect((await get("/livez")).status).to.equal(200);
  }

  it("pauses counting while Redis is killed, and goes on where it was when Redis is back", async () => {
    await count();
    await server.stop();
    await until(async () => (await get("/readyz")).status === 503);

    const [page, pageMs] = await timed(() => get("/"));
    expect(page.status).to.equal(200);
    expect(await page.text()).to.contain("Counting is paused");
    expect(pageMs).to.be.below(1500);
    await expectPaused();

    await server.restart();
    await until(counts);
    expect((await get("/readyz")).status).to.equal(200);
    expect(await (await get("/")).text()).not.to.contain("paused");
  });

  it("answers at once when Redis has been away for longer than its retries last", async () => {
    await server.stop();
    await until(async () => {
      const [, tookMs] = await timed(count);
      return tookMs < 50;
    });
    try {
      const counted = await many(count);
      for (const { status } of counted.responses) expect(status).to.equal(503);
      // Who waited for the retries would take that much longer than who needs no Redis.
      const { slowestMs } = await many(() => get("/livez"));
      expect(counted.slowestMs).to.be.below(slowestMs + retryAttempts * retryDelayMs);
    } finally {
      await server.restart();
    }
    await until(counts);
  });

  it("pauses counting while Redis hangs, and goes on when it is back", async () => {
    await count();
    await server.pause();
    try {
      const [page, pageMs] = await timed(() => get("/"));
      expect(await page.text()).to.contain("Counting is paused");
      expect(pageMs).to.be.below(1500);
      await expectPaused();
    } finally {
      await server.unpause();
    }
    await until(counts);
  });
});
