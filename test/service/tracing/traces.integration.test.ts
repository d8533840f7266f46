import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { type CuttingProxy, startCuttingProxy } from "../../support/cutting-proxy.ts";
import { type Collector, startCollector } from "../../support/otlp/collector.ts";
import { type Span, spanKinds } from "../../support/otlp/spans.ts";
import { type RedisServer, startRedis } from "../../support/redis.ts";
import { until } from "../../support/until.ts";
import { type ServiceProcess, startService } from "../service-process.ts";

const hex = (bytes: number) => randomBytes(bytes).toString("hex");

describe("the traces of the service", function () {
  this.timeout(20_000);
  let redis: RedisServer;
  let collector: Collector;
  let service: ServiceProcess;
  let proxy: CuttingProxy;

  before(async () => {
    redis = await startRedis();
    proxy = await startCuttingProxy({ upstreamPort: redis.port });
    collector = await startCollector();
    service = await startService({
      REDIS_PORT: String(proxy.port),
      RELEASE: "r7",
      REPLICA: "web-2",
      APP_ENV: "staging",
      STRANGERS_MAY_CREATE: "10",
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: "x-team=tally%20ho",
      OTEL_RESOURCE_ATTRIBUTES: "cloud.region=moon",
      OTEL_BSP_SCHEDULE_DELAY: "50",
    });
    // The first of a day read the salts that visitors and voters are hashed with.
    await ask("/count");
    await fetch(`${service.url}/vote`, { method: "POST" });
  });

  after(async () => {
    await service?.dispose();
    await proxy?.close();
    await collector?.close();
    await redis?.dispose();
  });

  const spansOf = (traceId: string) => collector.spans.filter((span) => span.traceId === traceId);
  const ask = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${service.url}${path}`, { headers });

  /** The spans of a request, once all of them are there. */
  async function traceOf(traceId: string, names: readonly string[]): Promise<Record<string, Span>> {
    await until(() => spansOf(traceId).length >= names.length);
    const spans = Object.fromEntries(spansOf(traceId).map((span) => [span.name, span]));
    expect(Object.keys(spans)).to.have.members(names);
    expect(spansOf(traceId)).to.have.length(names.length);
    return spans;
  }

  it("lead from the proxy's request id through the service and the batch to Redis", async () => {
    const id = hex(16);
    await ask("/count", { "X-Request-Id": id });
    const names = ["GET /count", "count", "write", "EVALSHA"] as const;
    const trace = await traceOf(id, names);
    const [served, waited, written, sent] = names.map((name) => trace[name] as Span) as [
      Span,
      Span,
      Span,
      Span,
    ];
    expect(served).to.include({ kind: spanKinds.server, parentSpanId: "", isError: false });
    expect(served.attributes).to.deep.equal({
      "http.request.method": "GET",
      "http.route": "/count",
      "http.response.status_code": 200,
      "url.scheme": "http",
      "tally.request_id": id,
    });
    expect(waited).to.include({ kind: spanKinds.internal, parentSpanId: served.spanId });
    expect(written).to.include({ kind: spanKinds.internal, parentSpanId: waited.spanId });
    expect(waited.links).to.deep.equal([written.spanId]);
    expect(sent).to.include({ kind: spanKinds.client, parentSpanId: written.spanId });
    expect(sent.attributes).to.deep.equal({
      "db.system.name": "redis",
      "db.operation.name": "EVALSHA",
      "db.namespace": "0",
      "server.address": "127.0.0.1",
      "server.port": proxy.port,
    });
    for (const [inner, outer] of [
      [sent, written],
      [written, waited],
      [waited, served],
    ] as const) {
      expect(Number(inner.durationNs)).to.be.above(0).and.at.most(Number(outer.durationNs));
    }
  });

  it("say which process they come from, and come with the headers that the collector wants", async () => {
    const id = hex(16);
    await ask("/robots.txt", { "X-Request-Id": id });
    const { "GET /robots.txt": span } = await traceOf(id, ["GET /robots.txt"]);
    expect(span?.resource).to.include({
      "service.name": "tally",
      "service.version": "r7",
      "service.instance.id": "web-2",
      "deployment.environment.name": "staging",
      "cloud.region": "moon",
    });
    expect(collector.requests.at(-1)).to.include({ path: "/v1/traces" });
    expect(collector.requests.at(-1)?.headers).to.include({ "x-team": "tally ho" });
  });

  it("go on with the trace of whoever asks, and the log says its id", async () => {
    const [traceId, parent, id] = [hex(16), hex(8), hex(16)];
    await ask("/count", { "X-Request-Id": id, traceparent: `00-${traceId}-${parent}-01` });
    const { "GET /count": served } = await traceOf(traceId, ["GET /count", "count", "write", "EVALSHA"]);
    expect(served?.parentSpanId).to.equal(parent);
    expect(served?.attributes["tally.request_id"]).to.equal(id);
    expect(spansOf(id)).to.deep.equal([]);
    await until(() => service.lines.some(({ requestId }) => requestId === id));
    expect(service.lines.find(({ requestId }) => requestId === id)).to.include({ traceId });
  });

  it("begin anew where the caller's trace makes no sense", async () => {
    const id = hex(16);
    await ask("/robots.txt", { "X-Request-Id": id, traceparent: `00-${"0".repeat(32)}-${hex(8)}-01` });
    await traceOf(id, ["GET /robots.txt"]);
  });

  it("are not made where the caller's trace is not recorded", async () => {
    const [traceId, id] = [hex(16), hex(16)];
    await ask("/count", { traceparent: `00-${traceId}-${hex(8)}-00` });
    await ask("/count", { "X-Request-Id": id });
    await traceOf(id, ["GET /count", "count", "write", "EVALSHA"]);
    expect(spansOf(traceId)).to.deep.equal([]);
  });

  it("link requests that share a write", async () => {
    const ids = Array.from({ length: 5 }, () => hex(16));
    const first = hex(16);
    proxy.hold();
    const holding = ask("/count", { "X-Request-Id": first });
    await until(() => proxy.held > 0);
    const others = ids.map((id) => ask("/count", { "X-Request-Id": id }));
    // They are in the batch that follows once all of them have been read.
    await until(async () => (await metric("tally_redis_up")) === 1);
    proxy.release();
    await Promise.all([holding, ...others]);
    await until(() => ids.every((id) => spansOf(id).some(({ name }) => name === "count")));
    const waits = ids.flatMap(spansOf).filter(({ name }) => name === "count");
    const writes = ids.flatMap(spansOf).filter(({ name }) => name === "write");
    expect(waits).to.have.length(5);
    expect(new Set(waits.flatMap(({ links }) => links))).to.deep.equal(
      new Set(writes.map(({ spanId }) => spanId)),
    );
    const shared = writes.flatMap(({ links, parentSpanId }) => [parentSpanId, ...links]);
    expect(shared).to.have.members(waits.map(({ spanId }) => spanId));
    const entries = writes.map(({ attributes }) => Number(attributes["tally.batch.entries"]));
    expect(entries.reduce((sum, each) => sum + each, 0)).to.equal(5);
    expect(Math.max(...entries)).to.be.above(1);
  });

  it("show no name of a counter, and leave health checks and streams out", async () => {
    const id = hex(16);
    for (const path of ["/livez", "/readyz"]) await ask(path);
    const stream = new AbortController();
    await fetch(`${service.url}/api/v1/live?counter=tally/votes`, { signal: stream.signal });
    stream.abort();
    await ask("/hit/hidden-shop/hidden-shoes");
    await ask("/get/hidden-shop/hidden-shoes", { "X-Request-Id": id });
    await until(() => spansOf(id).length > 0);
    const all = Buffer.concat(collector.requests.map(({ body }) => body)).toString("latin1");
    expect(all)
      .to.contain("/hit/")
      .and.not.match(/hidden-sh|livez|readyz|v1\/live/);
  });

  it("mark a request that failed, and by what", async () => {
    const id = hex(16);
    await redis.client().set("votes", "not a number");
    const response = await fetch(`${service.url}/vote`, { method: "POST", headers: { "X-Request-Id": id } });
    expect(response.status).to.equal(500);
    const { "POST /vote": served } = await traceOf(id, ["POST /vote", "count", "write", "EVALSHA"]);
    expect(served).to.include({ isError: true });
    expect(served?.attributes).to.include({
      "http.response.status_code": 500,
      "error.type": "CounterBroken",
    });
    await redis.client().del("votes");
  });

  async function metric(name: string): Promise<number> {
    const metrics = await (await fetch(service.metricsUrl)).text();
    return Number(new RegExp(`^${name} (.*)$`, "m").exec(metrics)?.[1]);
  }
});
