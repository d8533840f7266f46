import { expect } from "chai";
import { openContainer } from "../../nginx/container.ts";
import { renderRoutes } from "../../nginx/render.ts";
import { markApplied, readApplied, readCurrent, readProven, switchRoutes } from "../../nginx/switch.ts";
import { connectDocker } from "../../stack/containers/docker.ts";
import { failureOf } from "../support/failure.ts";
import { until } from "../support/until.ts";
import { holdRequest } from "./held-request.ts";
import { openStream } from "./open-stream.ts";
import { createTestNetwork, type TestNetwork, type Upstream } from "./test-network.ts";

const settings = { servicePort: 8000, requestTimeoutSeconds: 30, maxBodyKilobytes: 64 };
const routesTo = (upstream: Upstream) => renderRoutes([upstream], settings);

describe("switchRoutes", function () {
  this.timeout(30_000);
  let network: TestNetwork;
  let old: Upstream;
  let next: Upstream;

  before(async () => {
    network = await createTestNetwork();
    [old, next] = await Promise.all([network.startUpstream("old"), network.startUpstream("next")]);
  });
  after(() => network.dispose());

  const switchTo = (upstream: Upstream, release: string) =>
    switchRoutes(network.proxy, { routes: routesTo(upstream), release });
  const currentRoutes = async () => (await network.proxy.run("cat /etc/nginx/routes/current.conf")).output;
  const askProxy = async () => (await (await network.ask()).json()) as { release: string };

  it("finds a proxy that serves nothing yet, and says so to visitors", async () => {
    const response = await network.ask();
    expect(response.status).to.equal(503);
    expect(response.headers.get("retry-after")).to.equal("1");
    expect(await readApplied(network.proxy)).to.equal(undefined);
  });

  it("serves the new routes, with no worker of the old ones left", async () => {
    const before = await network.workers();
    await switchTo(old, "old");
    expect(await askProxy()).to.include({ release: "old" });
    expect(await currentRoutes()).to.equal(routesTo(old).trimEnd());
    for (const worker of await network.workers()) expect(before).to.not.include(worker);
  });

  it("is complete when it is marked, and is remembered by its mark", async () => {
    expect(await readApplied(network.proxy)).to.equal(undefined);
    await markApplied(network.proxy, "mark of old");
    expect(await readApplied(network.proxy)).to.equal("mark of old");
    expect(await readProven(network.proxy)).to.equal(await readCurrent(network.proxy));
  });

  it("tells replicas who asks and for what", async () => {
    const headers = { "X-Forwarded-For": "10.9.9.9", "X-Real-IP": "10.9.9.9" };
    const answer = (await (await network.ask("/", headers)).json()) as {
      headers: Record<string, string>;
    };
    expect(answer.headers["x-forwarded-for"])
      .to.match(/^[\d.]+$/)
      .and.not.equal("10.9.9.9");
    expect(answer.headers["x-real-ip"]).to.equal(answer.headers["x-forwarded-for"]);
    expect(answer.headers.host).to.equal(new URL(network.url).host);
    expect(answer.headers["x-request-id"]).to.match(/^[0-9a-f]{32}$/);
  });

  it("refuses routes that nginx rejects, and the old ones serve on", async () => {
    const before = await network.workers();
    const routes = routesTo(next).replace("proxy_pass", "proxy_puss");
    const failure = await failureOf(switchRoutes(network.proxy, { routes, release: "next" }));
    expect(failure).to.match(/nginx -t rejects the rendered routes: .*proxy_puss/);
    expect(await askProxy()).to.include({ release: "old" });
    expect(await network.workers()).to.deep.equal(before);
    expect(await currentRoutes()).to.equal(routesTo(old).trimEnd());
    expect(await readApplied(network.proxy)).to.equal("mark of old");
  });

  it("waits for a request that an old worker has begun", async () => {
    const held = await holdRequest(network, old, "old");
    const switched = switchTo(next, "next");
    await until(async () => (await askProxy()).release === "next");
    expect(await readApplied(network.proxy)).to.equal(undefined);
    expect(await readCurrent(network.proxy)).to.equal(routesTo(next).trimEnd());
    expect(await readProven(network.proxy)).to.equal(routesTo(old).trimEnd());
    await held.letGo();
    expect(await (await held.answer).json()).to.include({ release: "old" });
    await switched;
    expect(await askProxy()).to.include({ release: "next" });
  });

  it("ends the streams that would keep it waiting, and they go on with the new release", async () => {
    await switchTo(old, "old");
    const stream = await openStream(network);
    expect(stream.first).to.equal("data: old\n\n");
    let ends = 0;
    const endStreams = async () => {
      ends += 1;
      await Promise.all([old.endStreams(), next.endStreams()]);
    };
    const startMs = performance.now();
    const switched = switchRoutes(network.proxy, { routes: routesTo(next), release: "next", endStreams });
    expect(await stream.rest).to.equal("");
    const resumed = await openStream(network);
    expect(resumed.first).to.equal("data: next\n\n");
    await switched;
    expect(performance.now() - startMs).to.be.below(5000);
    expect(ends).to.be.above(0);
    await next.endStreams();
    await resumed.rest;
  });

  it("keeps a stream that is silent for longer than an answer may take", async () => {
    const routes = renderRoutes([next], { ...settings, requestTimeoutSeconds: 1 });
    await switchRoutes(network.proxy, { routes, release: "next" });
    const stream = await openStream(network);
    const held = await holdRequest(network, next, "next");
    const startMs = performance.now();
    // The first upstream's time is up, and the next one answers.
    await held.answer;
    expect(performance.now() - startMs).to.be.above(900);
    await next.endStreams();
    expect(await stream.rest).to.equal("");
    await held.letGo();
  });

  it("brings back the last routes that were marked, not others that were never proven", async () => {
    const failure = await failureOf(switchTo(next, "not next"));
    expect(failure).to.match(/the previous routes are back: .*another release/);
    expect(await askProxy()).to.include({ release: "old" });
    expect(await currentRoutes()).to.equal(routesTo(old).trimEnd());
  });

  it("does not count as complete after a failure", async () => {
    expect(await readApplied(network.proxy)).to.equal(undefined);
  });

  it("names the proxy when it is not there", async () => {
    const gone = openContainer(connectDocker(), "tally-test-no-such-proxy");
    const routes = routesTo(next);
    expect(await failureOf(switchRoutes(gone, { routes, release: "next" }))).to.include(
      "tally-test-no-such-proxy",
    );
  });
});
