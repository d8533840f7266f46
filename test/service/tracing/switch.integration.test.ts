import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { type Collector, startCollector } from "../../support/otlp/collector.ts";
import { type RedisServer, startRedis } from "../../support/redis.ts";
import { until } from "../../support/until.ts";
import { type ServiceProcess, startService } from "../service-process.ts";

/** Says in a line on standard error what is loaded of OpenTelemetry. */
const watchLoading = `--import=data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  registerHooks({
    load(url, context, next) {
      if (url.includes("@opentelemetry") || url.includes("/tracing/open-")) console.error(JSON.stringify({ level: "info", loaded: url }));
      return next(url, context);
    },
  });
`)}`;

describe("a service that may send traces", function () {
  this.timeout(20_000);
  let redis: RedisServer;
  let collector: Collector;
  let service: ServiceProcess | undefined;

  before(async () => {
    redis = await startRedis();
  });
  after(() => redis.dispose());
  beforeEach(async () => {
    collector = await startCollector();
  });
  afterEach(async () => {
    await service?.dispose();
    await collector.close();
  });

  async function start(settings: Record<string, string> = {}): Promise<ServiceProcess> {
    service = await startService({ REDIS_PORT: String(redis.port), DRAIN_MS: "50", ...settings });
    return service;
  }

  const loaded = () => service?.errorLines.filter(({ loaded }) => loaded !== undefined) ?? [];

  for (const [why, settings] of Object.entries({
    "there is no endpoint": {},
    "it is switched off": { OTEL_SDK_DISABLED: "true", OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" },
    "there is to be no exporter": {
      OTEL_TRACES_EXPORTER: "none",
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9",
    },
  })) {
    it(`loads no package of OpenTelemetry where ${why}`, async () => {
      const { url } = await start({ NODE_OPTIONS: watchLoading, ...settings });
      expect((await fetch(`${url}/count`)).status).to.equal(200);
      // prom-client has the bare interface with it, which does nothing.
      const urls = loaded().map(({ loaded }) => String(loaded));
      expect(urls.filter((each) => !each.includes("/@opentelemetry/api/"))).to.deep.equal([]);
    });
  }

  it("loads them where there is one", async () => {
    await start({ NODE_OPTIONS: watchLoading, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    await until(() => loaded().some(({ loaded }) => String(loaded).includes("/sdk-trace-base/")));
  });

  it("takes an endpoint for traces alone as it is, and sends JSON where that is wanted", async () => {
    const { url } = await start({
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9",
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/mine`,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_BSP_SCHEDULE_DELAY: "50",
    });
    const id = randomBytes(16).toString("hex");
    await fetch(`${url}/count`, { headers: { "X-Request-Id": id } });
    await until(() => collector.requests.length > 0);
    const [{ path, headers, body } = never()] = collector.requests;
    expect([path, headers["content-type"]]).to.deep.equal(["/mine", "application/json"]);
    expect(JSON.stringify(JSON.parse(String(body)))).to.contain(`"traceId":"${id}"`);
  });

  it("follows only as many requests as the sampler takes", async () => {
    const sampler = { OTEL_TRACES_SAMPLER: "parentbased_traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.5" };
    const { url } = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...sampler });
    // The sampler adds an id up to 32 bits, and takes the lower half of them.
    const [low, high] = ["0", "f"].map((digit) => `${digit.repeat(8)}${"1".repeat(24)}`);
    for (const id of [low, high]) await fetch(`${url}/count`, { headers: { "X-Request-Id": id ?? "" } });
    service?.signal("SIGTERM");
    await service?.exited;
    const ids = collector.spans.filter(({ name }) => name === "GET /count").map(({ traceId }) => traceId);
    expect(ids).to.deep.equal([low]);
  });

  it("sends what is left before it exits", async () => {
    const { url, signal, exited } = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    await Promise.all(Array.from({ length: 30 }, () => fetch(`${url}/count`)));
    expect(collector.spans, "they wait five seconds for more").to.deep.equal([]);
    signal("SIGTERM");
    expect(await exited).to.equal(0);
    expect(collector.spans.filter(({ name }) => name === "GET /count")).to.have.length(30);
    expect(collector.spans.filter(({ name }) => name === "count")).to.have.length(30);
  });

  for (const [how, prepare, told] of [
    ["is away", () => collector.close(), 1],
    ["refuses everything", async () => collector.answer(401), 1],
    ["never answers", async () => collector.answer(undefined), 0],
  ] as const) {
    it(`answers, says so in ${told} lines and exits in time where the collector ${how}`, async () => {
      await prepare();
      const settings = { OTEL_BSP_SCHEDULE_DELAY: "10", OTEL_EXPORTER_OTLP_TIMEOUT: "200" };
      const limited = { ...settings, ...(told === 0 && { OTEL_EXPORTER_OTLP_TIMEOUT: "60000" }) };
      const { url, lines, signal, exited, said } = await start({
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        ...limited,
      });
      for (let round = 0; round < 10; round += 1) {
        const answers = await Promise.all(Array.from({ length: 5 }, () => fetch(`${url}/count`)));
        expect(answers.map(({ status }) => status)).to.deep.equal(Array(5).fill(200));
      }
      if (told > 0) await until(() => said("cannot send traces, dropping them"));
      signal("SIGTERM");
      expect(await exited).to.equal(0);
      expect(lines.filter(({ level }) => level !== "info")).to.have.length(told);
      expect(service?.errorLines).to.deep.equal([]);
      if (how === "is away") collector = await startCollector();
    });
  }
});

function never(): never {
  throw new Error("nothing came");
}
