import { expect } from "chai";
import { renderRoutes } from "../../nginx/render.ts";
import { switchRoutes } from "../../nginx/switch.ts";
import { until } from "../support/until.ts";
import { createTestNetwork, type TestNetwork, type Upstream } from "./test-network.ts";

const common = { servicePort: 8000, requestTimeoutSeconds: 30, maxBodyKilobytes: 64 };

for (const [kind, settings] of Object.entries({
  "all replicas take hits": common,
  "replicas take turns": { ...common, replicasAtOnce: 1 },
})) {
  describe(`outageLines, where ${kind}`, function () {
    this.timeout(30_000);
    let network: TestNetwork;
    let upstreams: Upstream[] = [];
    let queries = 0;

    before(async () => {
      network = await createTestNetwork();
    });
    // Three that live, as some die in every test.
    beforeEach(async () => {
      const seen = await Promise.all(upstreams.map((upstream) => upstream.seen().catch(() => undefined)));
      const alive = upstreams.filter((_, index) => seen[index] !== undefined);
      const fresh = Array.from({ length: 3 - alive.length }, () => network.startUpstream("same"));
      upstreams = [...alive, ...(await Promise.all(fresh))];
      await Promise.all(upstreams.map((upstream) => upstream.behave({ release: "same" })));
      await switchRoutes(network.proxy, { routes: renderRoutes(upstreams, settings), release: "same" });
    });
    after(() => network?.dispose());

    /** A path that was asked for in no other test. */
    const unseen = (path: string) => {
      queries += 1;
      return `${path}?${queries}`;
    };

    const seenBy = async (path: string) => {
      const seen = await Promise.all(upstreams.map((upstream) => upstream.seen().catch(() => [])));
      return upstreams.filter((_, index) =>
        seen[index]?.some((request) => request.path === path && !request.probe),
      );
    };

    /** The replica that has the request crashes; how often it was answered or had by another one. */
    async function crashUnder(location: string, method = "GET"): Promise<{ status: number; others: number }> {
      const path = unseen(location);
      await Promise.all(upstreams.map((upstream) => upstream.behave({ release: "same", holds: true })));
      const answer = network.ask(path, {}, method);
      await until(async () => (await seenBy(path)).length === 1);
      const [first] = await seenBy(path);
      const others = upstreams.filter((upstream) => upstream !== first);
      await Promise.all(others.map((upstream) => upstream.behave({ release: "same" })));
      await first?.crash();
      const { status } = await answer;
      return { status, others: (await seenBy(path)).length };
    }

    for (const [request, status] of Object.entries({
      "GET /": 503,
      "GET /count": 502,
      "GET /hit/blog/post": 502,
      "GET /badge/blog/post.svg": 502,
      "POST /vote": 502,
      "DELETE /vote": 502,
      "PUT /api/v1/counters/blog/post": 502,
    })) {
      const [method, location = ""] = request.split(" ");

      it(`sends ${request} to no second replica once the first one has it`, async () => {
        expect(await crashUnder(location, method)).to.deep.equal({ status, others: 0 });
      });

      it(`sends ${request} to no third replica once the second one has it, as the first was dead`, async () => {
        const path = unseen(location);
        const [dead, dying, left] = upstreams as [Upstream, Upstream, Upstream];
        await dead.crash();
        for (const upstream of [dying, left]) await upstream.behave({ release: "same", holds: true });
        // So many that some of them come to the second one by way of the first.
        const asked = Array.from({ length: 24 }, () => network.ask(path, {}, method));
        const had = async (upstream: Upstream) =>
          (await upstream.seen()).filter((seen) => seen.path === path && !seen.probe).length;
        await until(async () => (await had(dying)) + (await had(left)) === asked.length);
        const [lost, before] = [await had(dying), await had(left)];
        await dying.crash();
        const failing = asked.map(async (answer) => (await answer).status);
        await left.behave({ release: "same" });
        const statuses = await Promise.all(failing);
        expect(statuses.filter((each) => each === status)).to.have.length(lost);
        expect(statuses.filter((each) => each === 200)).to.have.length(before);
        expect(await had(left)).to.equal(before);
      });
    }

    it("sends what does not count to another replica, as it would send what counts", async () => {
      expect(await crashUnder("/api/v1/counters/blog/post")).to.deep.equal({ status: 200, others: 1 });
    });

    it("loses no request to a replica that is dead already", async () => {
      await upstreams[0]?.crash();
      await until(async () => !(await isConnected(network, upstreams[0]?.address ?? "")));
      for (let sent = 0; sent < 10; sent += 1) expect((await network.ask("/count")).status).to.equal(200);
    });

    for (const path of ["/count", "/vote", "/"]) {
      it(`loses no request for ${path} while the name of a replica that vanished is forgotten`, async () => {
        await upstreams[0]?.vanish();
        const asked = Array.from({ length: 20 }, () => network.ask(path));
        const statuses = (await Promise.all(asked)).map(({ status }) => status);
        expect(statuses).to.deep.equal(statuses.map(() => 200));
      });
    }

    it("has a page for people and a problem for programs when no replica is left", async () => {
      await Promise.all(upstreams.map((upstream) => upstream.crash()));
      const page = await network.ask("/");
      expect([page.status, page.headers.get("content-type")]).to.deep.equal([503, "text/html"]);
      expect(await page.text()).to.contain("<h1>Tally is restarting</h1>");
      for (const path of ["/count", "/api/v1/values"]) {
        const response = await network.ask(path);
        expect(response.headers.get("content-type"), path).to.equal("application/problem+json");
        expect(response.headers.get("retry-after"), path).to.equal("1");
        const problem = (await response.json()) as { status: number; requestId: string };
        // nginx may still try the address of a replica that is gone.
        expect(response.status).to.be.oneOf([502, 504]);
        expect(problem.status).to.equal(response.status);
        expect(problem.requestId).to.match(/^[0-9a-f]{32}$/);
      }
    });
  });
}

/** Whether the proxy still has a connection to an address, be it one that is broken and it has not noticed. */
async function isConnected({ proxy }: TestNetwork, address: string): Promise<boolean> {
  const hex = address
    .split(".")
    .toReversed()
    .map((part) => Number(part).toString(16).padStart(2, "0"));
  const open = new RegExp(` ${hex.join("")}:[0-9A-F]{4} 0[18] `, "i");
  return open.test((await proxy.run("cat /proc/net/tcp")).output);
}
