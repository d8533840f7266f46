import { expect } from "chai";
import { renderRoutes } from "../../nginx/render.ts";
import type { ClientLimit, RoutesSettings } from "../../nginx/settings.ts";
import { switchRoutes } from "../../nginx/switch.ts";
import { connectDocker } from "../../stack/containers/docker.ts";
import { until } from "../support/until.ts";
import { givenNetwork } from "./given-network.ts";
import { latencyMs } from "./latency.ts";

const docker = connectDocker();

/** Where the host's requests come from, as the proxy sees it. */
const privateNetworks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

describe("the limits of the proxy", function () {
  this.timeout(60_000);
  const given = givenNetwork();

  async function limitTo(limit: ClientLimit | undefined, trustedProxies: readonly string[] = []) {
    const settings: RoutesSettings = {
      servicePort: 8000,
      requestTimeoutSeconds: 30,
      maxBodyKilobytes: 64,
      clients: { ...(limit && { limit }), maxHeaderKilobytes: 32, timeoutSeconds: 15, trustedProxies },
    };
    await switchRoutes(given.network.proxy, {
      routes: renderRoutes([given.upstream], settings),
      release: "new",
    });
  }

  const askFor = (client: string, headers = {}) =>
    given.network.ask("/", { "X-Forwarded-For": client, ...headers });
  const refusedOf = async (requests: readonly Promise<Response>[]) =>
    (await Promise.all(requests)).filter(({ status }) => status === 429).length;

  const limit: ClientLimit = { requestsPerSecond: 1, burst: 4, connections: 100 };
  /** What may pass of many requests at once, be they sent slowly. */
  async function expectLimited(ask: (n: number) => Promise<Response>): Promise<Response[]> {
    const startMs = performance.now();
    const responses = await Promise.all(Array.from({ length: 20 }, (_, n) => ask(n)));
    const passed = responses.filter(({ status }) => status === 200).length;
    const seconds = Math.ceil((performance.now() - startMs) / 1000);
    expect(passed).to.be.at.most(1 + limit.burst + seconds * limit.requestsPerSecond);
    return responses;
  }

  describe("of requests", () => {
    before(() => limitTo(limit, privateNetworks));

    it("let a burst pass and refuse the rest, as a problem that says when to come back", async () => {
      const responses = await expectLimited(() => askFor("198.51.100.1"));
      const refused = responses.filter(({ status }) => status === 429);
      expect(refused).to.have.length.within(1, 15);
      for (const { headers } of refused) {
        expect(headers.get("content-type")).to.equal("application/problem+json");
        expect(headers.get("retry-after")).to.equal("1");
        expect(headers.get("ratelimit-policy")).to.equal('"default";q=1;w=1');
        expect(headers.get("ratelimit")).to.equal('"default";r=0;t=1');
        expect(headers.get("x-content-type-options")).to.equal("nosniff");
        expect(headers.get("access-control-allow-origin")).to.equal("*");
        expect(headers.get("access-control-expose-headers")).to.include("Retry-After");
      }
      expect(await refused[0]?.json()).to.include({ status: 429, title: "Too Many Requests" });
      const passed = responses.find(({ status }) => status === 200);
      expect(passed?.headers.get("ratelimit-policy")).to.equal('"default";q=1;w=1');
      expect(passed?.headers.get("ratelimit")).to.equal(null);
    });

    it("are kept for each client alone", async () => {
      expect((await askFor("198.51.100.2")).status).to.equal(200);
    });

    it("let a client go on when it waits as it is told", async () => {
      await until(async () => (await askFor("198.51.100.1")).status === 200);
    });

    it("believe a proxy no more than what it has itself added", async () => {
      await expectLimited((n) => askFor(`203.0.113.${n}, 198.51.100.3`));
    });

    it("take a network of IPv6 for one client, and the next one for another", async () => {
      await expectLimited((n) => askFor(`2001:db8:0:1:${n}::${n}`));
      expect((await askFor("2001:db8:0:2::1")).status).to.equal(200);
    });

    it("take an IPv4 address that is written as IPv6 for itself", async () => {
      const others = Array.from({ length: 20 }, (_, n) => askFor(`::ffff:203.0.113.${n}`));
      expect(await refusedOf(others)).to.equal(0);
      const ways = ["198.51.100.10", "::ffff:198.51.100.10"];
      await expectLimited((n) => askFor(ways[n % 2] ?? ""));
    });

    it("are not for requests from inside, whatever they say of themselves", async () => {
      const script = `for i in $(seq 40); do curl -so /dev/null -w '%{http_code} ' -H 'X-Forwarded-For: 198.51.100.9' http://127.0.0.1:8080/; done`;
      const { output } = await given.network.proxy.run(script);
      expect(new Set(output.trim().split(" "))).to.deep.equal(new Set(["200"]));
    });

    it("tell replicas whom a trusted proxy speaks for, and by what", async () => {
      const seen = async (headers: Readonly<Record<string, string>>) =>
        ((await (await askFor("192.0.2.7", headers)).json()) as { headers: Record<string, string> }).headers;
      expect(await seen({ "X-Forwarded-Proto": "https" })).to.include({
        "x-real-ip": "192.0.2.7",
        "x-forwarded-for": "192.0.2.7",
        "x-forwarded-proto": "https",
      });
      expect(await seen({ "X-Forwarded-Proto": "gopher" })).to.include({ "x-forwarded-proto": "http" });
    });
  });

  describe("without a trusted proxy", () => {
    before(() => limitTo(limit));

    it("are for the address itself, whomever it claims to speak for", async () => {
      await expectLimited((n) => askFor(`198.51.100.${n}`));
    });
  });

  describe("of connections", () => {
    before(() => limitTo({ requestsPerSecond: 10_000, burst: 10_000, connections: 3 }, privateNetworks));

    it("refuse a client that has too many requests under way, and no other", async () => {
      await given.upstream.behave({ release: "new", holds: true });
      const asked = Array.from({ length: 8 }, () => askFor("198.51.100.1"));
      const statuses: number[] = [];
      for (const each of asked)
        each.then(({ status, headers }) => {
          statuses.push(status);
          expect(headers.get("ratelimit")).to.equal(null);
        });
      await until(() => statuses.length === 5);
      expect(statuses).to.deep.equal([429, 429, 429, 429, 429]);
      await given.upstream.behave({ release: "new", holdsOn: true });
      expect((await askFor("198.51.100.2")).status).to.equal(200);
      await given.upstream.behave({ release: "new" });
      expect(await refusedOf(asked)).to.equal(5);
    });
  });

  describe("under a flood from one address", () => {
    /** As many at once as keep a replica busy for all the time that there is. */
    const flood = `
      const { Agent, get } = require("node:http");
      const agent = new Agent({ keepAlive: true, maxSockets: 128 });
      const go = () => get(proxy, { agent }, (answer) => answer.resume().once("end", () => setTimeout(go, 100))).once("error", go);
      for (let n = 0; n < 128; n += 1) go();`;

    /** How many times as long others wait while somebody floods. */
    async function slowdown(samples: number): Promise<number> {
      const quietMs = await latencyMs(given.network, samples);
      const flooder = await given.network.startClient(flood);
      const before = (await given.upstream.seen()).length;
      await until(async () => (await given.upstream.seen()).length > before + 50, 20_000);
      const floodedMs = await latencyMs(given.network, samples);
      await flooder.remove({ force: true });
      return floodedMs / quietMs;
    }

    beforeEach(() => given.upstream.behave({ release: "new", busyMs: 5 }));
    afterEach(() => given.upstream.behave({ release: "new" }));

    it("keep the others' p99 within three times", async () => {
      await limitTo({ requestsPerSecond: 40, burst: 20, connections: 100 });
      let best = Number.POSITIVE_INFINITY;
      // What else the machine does shows in single rounds, a missing limit in all of them.
      for (let round = 0; round < 5 && best > 3; round += 1) best = Math.min(best, await slowdown(80));
      expect(best).to.be.at.most(3);
    });

    it("do not make it a flood of log lines", async () => {
      const log = docker.getContainer(given.network.proxy.name).logs({ stdout: true });
      expect((await log).toString().match(/"status":429/g) ?? []).to.have.length.below(500);
    });

    it("are what does so: without them it is far more", async () => {
      await limitTo(undefined);
      expect(await slowdown(15)).to.be.above(3);
    });
  });
});
