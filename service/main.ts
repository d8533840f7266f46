import { randomUUID } from "node:crypto";
import { Registry } from "prom-client";
import { createApp } from "./app.ts";
import { loadConfig } from "./config/config.ts";
import { createCounting } from "./counting/counting.ts";
import { createReader } from "./counting/reader.ts";
import { createCounters } from "./counting/redis-counters.ts";
import { ConfigError } from "./errors.ts";
import { createLive } from "./live/live.ts";
import { createLastWords, createLog } from "./log/log.ts";
import { createDelayedFsyncs } from "./metrics/delayed-fsyncs.ts";
import { registerGauges } from "./metrics/gauges.ts";
import { createMetrics } from "./metrics/metrics.ts";
import { measureRedis } from "./metrics/redis-round-trips.ts";
import { createMetricsServer } from "./metrics/server.ts";
import { createRedis, tryWrite } from "./redis.ts";
import { trackConnections } from "./server/connections.ts";
import { createDrain } from "./server/drain.ts";
import { createServer } from "./server/server.ts";
import { shutDown } from "./server/shutdown.ts";
import { createSalts } from "./visitors/salts.ts";
import { createVisitors } from "./visitors/visitors.ts";
import { createVoterOf } from "./visitors/voter.ts";

process.on("uncaughtException", (error) => {
  const details = error instanceof ConfigError ? { problems: error.problems } : { err: error };
  createLastWords().fatal(details, error.message);
  process.exit(1);
});

const config = loadConfig(process.env);
const { env, release, replica, port, metricsPort, drainMs, drainLeastMs, keys, strangersMayCreate } = config;
const { retryAttempts, retryDelayMs } = config.redis;

const log = createLog(config.logLevel, { release, replica, env });
const registry = new Registry();
const metrics = createMetrics(registry);
const redis = createRedis(config.redis, `tally:${replica}`, log);
measureRedis(redis, metrics);
// Its packages are loaded where they are wanted, and cost nothing elsewhere.
const tracing =
  config.tracing &&
  (await import("./tracing/open-telemetry.ts")).openTelemetry({
    config: config.tracing,
    identity: { release, replica, env },
    redis,
    log,
  });
const writerId = `${replica}:${randomUUID()}`;
const persistence = { redis, retryAttempts, retryDelayMs, ...config.retention, log };
const counting = createCounting({ ...persistence, writerId, strangersMayCreate, metrics, tracing });
const counters = createCounters({
  ...persistence,
  counting,
  uniqueVisitors: config.uniqueVisitors,
  votesOnce: config.voteWindowSeconds > 0,
});
const visitors = createVisitors({ salts: createSalts({ redis }) });
const drain = createDrain();
const live = createLive({ counters, drain, log, mostStreams: config.liveStreams });
const delayedFsyncs = createDelayedFsyncs(() => redis.info("persistence"));
registerGauges(registry, { release, live, redis, delayedFsyncs });
const voter = createVoterOf({ windowSeconds: config.voteWindowSeconds, ...createReader(persistence) });
const app = createApp({
  counters,
  visitors,
  voter,
  live,
  keys,
  hits: config.hits,
  ping: () => redis.ping(),
  tryWrite: () => tryWrite(redis),
  drain,
  release,
  replica,
  log,
  metrics,
  tracing,
});
const server = createServer(app);
const connections = trackConnections(server);

server.listen(port, () => log.info({ port }, "listening"));
if (metricsPort > 0) createMetricsServer(registry).listen(metricsPort);

async function stop(): Promise<void> {
  if (drain.begun) process.exit(1);
  live.endStreams();
  await shutDown({ server, connections, drain, counting, redis, tracing, drainMs, drainLeastMs, log });
  process.exit(0);
}

process.on("SIGTERM", stop);
process.on("SIGINT", stop);
// A switch of the proxy waits for its old workers, and they for the streams that they carry.
process.on("SIGUSR2", () => live.endStreams());
