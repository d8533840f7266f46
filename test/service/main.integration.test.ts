import { expect } from "chai";
import { type CuttingProxy, startCuttingProxy } from "../support/cutting-proxy.ts";
import { type RedisServer, startRedis } from "../support/redis.ts";
import { until } from "../support/until.ts";
import { sample } from "./metrics/sample.ts";
import { type ServiceProcess, spawnService, startService } from "./service-process.ts";

describe("main.ts", () => {
  let server: RedisServer;
  let service: ServiceProcess | undefined;
  let proxy: CuttingProxy | undefined;

  before(async () => {
    server = await startRedis();
  });
  after(() => server.dispose());
  beforeEach(() => server.client().flushall());
  afterEach(async () => {
    await service?.dispose();
    await proxy?.close();
    proxy = undefined;
  });

  async function start(settings: Record<string, string> = {}): Promise<ServiceProcess> {
    service = await startService({ REDIS_PORT: String(server.port), ...settings });
    return service;
  }

  /** A service whose requests can be held up on their way to Redis. */
  async function startHoldable(settings: Record<string, string> = {}) {
    proxy = await startCuttingProxy({ upstreamPort: server.port });
    return { proxy, service: await start({ REDIS_PORT: String(proxy.port), ...settings }) };
  }

  it("counts, logs in JSON and says who it is", async () => {
    const { url, lines } = await start({ RELEASE: "r7", REPLICA: "web-2", APP_ENV: "staging" });
    expect(await (await fetch(`${url}/count`)).text()).to.match(/^This page has been visited 1 times\./);
    expect(await (await fetch(`${url}/readyz`)).json()).to.deep.equal({
      status: "ready",
      release: "r7",
      replica: "web-2",
    });
    await until(() => lines.some(({ route }) => route === "/count"));
    for (const line of lines) expect(line).to.include({ release: "r7", replica: "web-2", env: "staging" });
    expect(await server.client().get("visits")).to.equal("1");
  });

  it("gives the keys of its settings their rights, and logs none of them", async () => {
    const keys = { OWNER_KEY: "the-owners-key-0123", READ_KEY: "the-readers-key-0123" };
    const { url, lines } = await start({ ...keys, STRANGERS_MAY_CREATE: "1" });
    const listWith = async (key: string) => {
      const headers = { Authorization: `Bearer ${key}` };
      return (await fetch(`${url}/api/v1/counters`, { headers })).status;
    };
    expect((await fetch(`${url}/hit/shop/visits`)).status).to.equal(200);
    expect((await fetch(`${url}/hit/shop/other`)).status).to.equal(403);
    expect((await fetch(`${url}/get/shop/visits`)).status).to.equal(401);
    expect([await listWith(keys.OWNER_KEY), await listWith(keys.READ_KEY)]).to.deep.equal([200, 401]);
    await until(() => lines.filter(({ msg }) => msg === "request").length === 5);
    for (const key of Object.values(keys)) expect(JSON.stringify(lines)).not.to.contain(key);
  });

  it("serves metrics on a port of their own, with what it has counted and no counter's name", async () => {
    const { url, metricsUrl } = await start({ RELEASE: "r7", STRANGERS_MAY_CREATE: "1" });
    const metrics = async () => sample(await (await fetch(metricsUrl)).text());
    await fetch(`${url}/count`);
    await fetch(`${url}/vote`, { method: "POST" });
    await fetch(`${url}/hit/shop/a-name-to-keep`);
    const value = await metrics();
    expect(value("tally_counts_acknowledged_total")).to.equal(3);
    expect(value("tally_release_info", { release: "r7" })).to.equal(1);
    expect(value("tally_redis_up")).to.equal(1);
    expect(value("tally_redis_round_trip_duration_seconds_count", { command: "evalsha" })).to.be.above(0);
    expect(await (await fetch(metricsUrl)).text()).not.to.match(/shop|a-name-to-keep/);
    expect((await fetch(`${url}/metrics`)).status).to.equal(404);
  });

  it("stops the start with one fatal line that lists all that is wrong", async () => {
    service = await spawnService({
      REDIS_PORT: "80a",
      APP_ENV: "production",
      REDIS_PASSWORD: "hunter2",
      DRAIN_MS: "x",
    });
    expect(await service.exited).to.equal(1);
    expect(service.lines).to.deep.equal([]);
    expect(service.errorLines).to.have.length(1);
    expect(service.errorLines[0]).to.include({ level: "fatal" });
    expect(service.errorLines[0]?.problems).to.have.length(3);
    expect(service.errorLines[0]?.msg).to.match(
      /REDIS_PORT is "80a".*APP_ENV is "production".*DRAIN_MS is "x"/,
    );
    expect(JSON.stringify(service.errorLines)).not.to.contain("hunter2");
  });

  it("says so and exits when its port is taken", async () => {
    const { port } = await start();
    const second = await spawnService({ PORT: String(port), REDIS_PORT: String(server.port) });
    expect(await second.exited).to.equal(1);
    expect(second.errorLines[0]).to.include({ level: "fatal" });
    expect(second.errorLines[0]?.msg).to.match(/EADDRINUSE/);
  });

  it("starts without Redis, and counts when Redis comes", async () => {
    await server.stop();
    service = await spawnService({ REDIS_PORT: String(server.port) });
    const { url, said } = service;
    await until(() => said("listening") && said("cannot use Redis, trying again"));
    expect((await fetch(`${url}/livez`)).status).to.equal(200);
    expect((await fetch(`${url}/readyz`)).status).to.equal(503);
    await server.restart();
    await until(async () => (await fetch(`${url}/readyz`)).ok);
    expect((await fetch(`${url}/count`)).status).to.equal(200);
  });

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    it(`exits 0 on ${signal}`, async () => {
      const { signal: send, exited, said } = await start();
      send(signal);
      expect(await exited).to.equal(0);
      expect(said("stopped")).to.include({ level: "info" });
    });
  }

  it("answers a request in flight after SIGTERM, closes its connection and keeps its count", async () => {
    const { proxy, service } = await startHoldable();
    proxy.hold();
    const answer = fetch(`${service.url}/count`);
    const vote = fetch(`${service.url}/vote`, { method: "POST" });
    await until(() => proxy.held > 0);
    service.signal("SIGTERM");
    await until(() => service.said("draining"));

    const readiness = await fetch(`${service.url}/readyz`);
    expect([readiness.status, readiness.headers.get("connection")]).to.deep.equal([503, "close"]);
    expect(await readiness.json()).to.include({ reason: "draining" });
    expect((await fetch(`${service.url}/livez`)).status).to.equal(200);

    proxy.release();
    const response = await answer;
    expect([response.status, response.headers.get("connection")]).to.deep.equal([200, "close"]);
    expect(await response.text()).to.match(/visited 1 times/);
    expect(await (await vote).json()).to.deep.equal({ votes: 1 });
    expect(await service.exited).to.equal(0);
    expect(await server.client().mget("visits", "votes")).to.deep.equal(["1", "1"]);
  });

  it("exits at once on a second signal", async () => {
    const { proxy, service } = await startHoldable({ DRAIN_MS: "600000" });
    proxy.hold();
    fetch(`${service.url}/count`).catch(() => {});
    await until(() => proxy.held > 0);
    service.signal("SIGTERM");
    await until(() => service.said("draining"));
    service.signal("SIGTERM");
    expect(await service.exited).to.equal(1);
    expect(service.said("stopped")).to.equal(undefined);
  });
});
