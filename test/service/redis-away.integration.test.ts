import { expect } from "chai";
import { type RedisServer, startRedis } from "../support/redis.ts";
import { until } from "../support/until.ts";
import { type ServiceProcess, startService } from "./service-process.ts";

/** The whole service while Redis is away, in the ways in which it can be. */
describe("Redis away and back", function () {
  this.timeout(20_000);
  let server: RedisServer;
  let service: ServiceProcess;

  before(async () => {
    server = await startRedis("--appendonly", "yes", "--appendfsync", "always");
    const settings = {
      REDIS_PORT: String(server.port),
      REDIS_RETRY_ATTEMPTS: "3",
      REDIS_RETRY_DELAY_MS: "100",
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

    const page = await get("/");
    expect(page.status).to.equal(200);
    expect(await page.text()).to.contain("Counting is paused");
    await expectPaused();

    await server.restart();
    await until(counts);
    expect((await get("/readyz")).status).to.equal(200);
    expect(await (await get("/")).text()).not.to.contain("paused");
  });

  it("answers at once when Redis has been away for longer than its retries last", async () => {
    // Long enough that nothing else takes as long, however busy the machine is.
    const retriesLastMs = 4000;
    const patient = await startService({
      REDIS_PORT: String(server.port),
      REDIS_RETRY_ATTEMPTS: "1",
      REDIS_RETRY_DELAY_MS: String(retriesLastMs),
    });
    const ask = () => timed(() => fetch(`${patient.url}/count`));
    try {
      await server.stop();
      await until(async () => (await ask())[1] < 100, 15_000);
      for (const [{ status }, tookMs] of await Promise.all(Array.from({ length: 50 }, ask))) {
        expect(status).to.equal(503);
        expect(tookMs).to.be.below(retriesLastMs);
      }
    } finally {
      await patient.dispose();
      await server.restart();
    }
    await until(counts);
  });

  it("pauses counting while Redis hangs, and goes on when it is back", async () => {
    await count();
    await server.pause();
    try {
      // The page is for people, and comes while a count is still tried.
      const counting = count();
      const page = await get("/");
      expect(await Promise.race([counting, "still tried"])).to.equal("still tried");
      expect(await page.text()).to.contain("Counting is paused");
      await counting;
      await expectPaused();
    } finally {
      await server.unpause();
    }
    await until(counts);
  });
});
