import { expect } from "chai";
import { type RedisServer, startRedis } from "../../support/redis.ts";
import { type ServiceProcess, startService } from "../service-process.ts";

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0";
const ownerKey = "the-owners-key-0123";
const googlebot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

/** Who is counted by whole replicas that share a Redis. */
describe("visitors of replicas", function () {
  this.timeout(20_000);
  let server: RedisServer;
  let replicas: ServiceProcess[];

  before(async () => {
    server = await startRedis();
  });
  after(() => server.dispose());
  beforeEach(() => {
    replicas = [];
  });
  afterEach(async () => {
    await Promise.all(replicas.map((replica) => replica.dispose()));
    await server.client().flushall();
  });

  async function start(settings: Record<string, string> = {}): Promise<ServiceProcess> {
    const replica = await startService({ REDIS_PORT: String(server.port), ...settings });
    replicas.push(replica);
    return replica;
  }

  const ask = (replica: ServiceProcess, path: string, address: string, agent = firefox, method = "GET") =>
    fetch(replica.url + path, { method, headers: { "X-Real-IP": address, "User-Agent": agent } });
  const visits = async () => await server.client().get("visits");

  async function uniquesOf(replica: ServiceProcess, counter: string): Promise<unknown> {
    const answer = await fetch(`${replica.url}/api/v1/counters/${counter}/visitors`);
    return answer.ok ? ((await answer.json()) as { visitors: number }).visitors : answer.status;
  }

  it("are told apart, and known again on another replica", async () => {
    const [one, other] = [await start(), await start()];
    await ask(one, "/count", "192.0.2.7");
    await ask(other, "/count", "192.0.2.7");
    await ask(other, "/count", "192.0.2.8");
    await ask(other, "/", "192.0.2.9");
    expect(await uniquesOf(one, "tally/visits")).to.equal(2);
    expect(await uniquesOf(one, "tally/total_visitors")).to.equal(1);
    expect(await visits()).to.equal("3");
  });

  it("are told apart where UNIQUE_VISITORS is off only by counters that were created to", async () => {
    const replica = await start({ UNIQUE_VISITORS: "false", OWNER_KEY: ownerKey });
    await fetch(`${replica.url}/api/v1/counters`, {
      method: "POST",
      headers: { Authorization: `Bearer ${ownerKey}`, "Content-Type": "application/json" },
      body: JSON.stringify({ namespace: "shop", key: "views", uniqueVisitors: true }),
    });
    for (const path of ["/count", "/", "/hit/shop/views"]) await ask(replica, path, "192.0.2.7");
    expect(await visits()).to.equal("1");
    expect(await uniquesOf(replica, "tally/visits")).to.equal(null);
    expect(await uniquesOf(replica, "shop/views")).to.equal(1);
    const sketches = await server.client().keys("tally:uniques:*");
    expect(sketches.filter((key) => !key.startsWith("tally:uniques:shop/views"))).to.deep.equal([]);
  });

  it("vote once where VOTE_WINDOW_SECONDS is set, whatever way they try", async () => {
    const replica = await start({ VOTE_WINDOW_SECONDS: "60" });
    const hits: [string, string][] = [
      ["GET", "/hit/tally/votes"],
      ["POST", "/api/v1/counters/tally/votes/hit"],
    ];
    await ask(replica, "/vote", "192.0.2.7", firefox, "POST");
    for (const [method, path] of hits) {
      expect((await ask(replica, path, "192.0.2.7", firefox, method)).status).to.equal(403);
    }
    await ask(replica, "/vote", "192.0.2.7", firefox, "POST");
    expect(await server.client().get("votes")).to.equal("1");
  });

  it("are no bots, and not at an ignored address, unless they are switched on", async () => {
    const replica = await start({ IGNORED_ADDRESSES: "192.0.2.0/24" });
    expect((await ask(replica, "/count", "198.51.100.7", googlebot)).status).to.equal(200);
    await ask(replica, "/count", "192.0.2.7");
    await ask(replica, "/count", "::ffff:192.0.2.7");
    expect(await visits()).to.equal(null);
    await ask(await start({ COUNT_BOTS: "true" }), "/count", "192.0.2.7", googlebot);
    expect(await visits()).to.equal("1");
    expect(await uniquesOf(replica, "tally/visits")).to.equal(1);
  });

  it("vote once in a window where one is set, whatever replica they ask", async () => {
    const window = { VOTE_WINDOW_SECONDS: "3600" };
    const [one, other] = [await start(window), await start(window)];
    await ask(one, "/vote", "192.0.2.7", firefox, "POST");
    await ask(other, "/vote", "192.0.2.7", firefox, "POST");
    expect(await server.client().get("votes")).to.equal("1");
    await ask(other, "/vote", "192.0.2.8", firefox, "POST");
    expect(await server.client().get("votes")).to.equal("2");
    await ask(other, "/vote", "192.0.2.7", firefox, "DELETE");
    expect(await server.client().get("votes")).to.equal("1");
  });

  it("vote without limit where none is set", async () => {
    const replica = await start();
    for (let vote = 0; vote < 3; vote += 1) await ask(replica, "/vote", "192.0.2.7", firefox, "POST");
    expect(await server.client().get("votes")).to.equal("3");
  });

  it("are counted by a badge, with today's hits", async () => {
    const replica = await start();
    await ask(replica, "/badge/tally/visits.svg", "192.0.2.7");
    const badge = await ask(replica, "/badge/tally/visits.svg?show=today", "192.0.2.8");
    expect(await badge.text()).to.match(/>2<\/text>/);
    expect(await uniquesOf(replica, "tally/visits")).to.equal(2);
  });
});
