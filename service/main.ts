import { randomUUID } from "node:crypto";
import { createApp } from "./app.ts";
import { loadConfig } from "./config.ts";
import { trackConnections } from "./connections.ts";
import type { Context } from "./context.ts";
import { createCounting } from "./counting/counting.ts";
import { createCounters } from "./counting/redis-counters.ts";
import { createDrain } from "./drain.ts";
import { ConfigError } from "./errors.ts";
import { createLive } from "./live/live.ts";
import { createLastWords, createLog } from "./log.ts";
import { createRedis } from "./redis.ts";
import { createServer } from "./server.ts";
import { shutDown } from "./shutdown.ts";
import { createSalts } from "./visitors/salts.ts";
import { createVisitors } from "./visitors/visitors.ts";

process.on("uncaughtException", (error) => {
  const details = error instanceof ConfigError ? { problems: error.problems } : { err: error };
  createLastWords().fatal(details, error.message);
  process.exit(1);
});

const config = loadConfig(process.env);
const { env, release, replica, port, drainMs, keys, strangersMayCreate } = config;
const { retryAttempts, retryDelayMs } = config.redis;

const log = createLog(config.logLevel, { release, replica, env });
const redis = createRedis(config.redis, `tally:${replica}`, log);
const writerId = `${replica}:${randomUUID()}`;
const counting = createCounting({ redis, writerId, retryAttempts, retryDelayMs, strangersMayCreate, log });
const counters = createCounters({ counting, redis, retryAttempts, retryDelayMs, log });
const visitors = createVisitors({ salts: createSalts({ redis }), counted: config.uniqueVisitors });
const drain = createDrain();
const live = createLive({ counters, drain, log, mostStreams: config.liveStreams });
const ping = () => redis.ping();
const { hits, voteWindowSeconds: windowSeconds } = config;
const voter = async ({ state }: Context) => ({
  hash: await state.voter(),
  windowSeconds,
  once: windowSeconds > 0,
});
const args = { counters, voter, keys, hits, visitors, live, ping, drain, log };
const app = createApp({ ...args, release, replica });
const server = createServer(app);
const connections = trackConnections(server);

server.listen(port, () => log.info({ port }, "listening"));

async function stop(): Promise<void> {
  if (drain.begun) process.exit(1);
  live.endStreams();
  await shutDown({ server, connections, drain, counting, redis, drainMs, log });
  process.exit(0);
}

process.on("SIGTERM", stop);
process.on("SIGINT", stop);
// A switch of the proxy waits for its old workers, and they for the streams that they carry.
process.on("SIGUSR2", () => live.endStreams());
