import { Redis, type RedisOptions } from "ioredis";
import type { RedisConfig } from "./config/config.ts";
import { loadSecret } from "./config/secret-setting.ts";
import type { Log } from "./log/log.ts";
import { ClusterConnector, clusterPrefix } from "./redis-cluster.ts";

/** How long Redis may take for an answer. */
export const answerLimitMs = 2000;

const longestReconnectDelayMs = 1000;

/** How to reach Redis, as ioredis wants to be told. */
export function redisArgs(config: RedisConfig, connectionName: string) {
  const { db, username, password, passwordFile } = config;
  return {
    ...serverArgs(config),
    db,
    username,
    password,
    connectionName,
    // `npm run rotate-password` sees by it that this client will find the new password.
    ...(passwordFile !== undefined && { clientInfoTag: "password-file" }),
    connectTimeout: 2000,
    disconnectTimeout: 500,
    maxLoadingRetryTime: 500,
    // A connection that owes a reply for this long is replaced. Unlike commandTimeout
    // this also ends a connection whose other end has vanished without a word.
    socketTimeout: answerLimitMs,
    // A closed connection rejects what it owes at once, and ioredis resends nothing:
    // who sent a command knows best whether and when to send it again.
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: (attempt: number) => Math.min(attempt * 50, longestReconnectDelayMs),
    // After a failover another server is the right one, and this one still answers.
    reconnectOnError: (error: Error) => /^(READONLY|MOVED|CLUSTERDOWN) /.test(error.message),
  } satisfies RedisOptions;
}

/** Which server: one that is known, or the one that a Sentinel or a Cluster takes for the right one at the moment. */
function serverArgs({ host, port, tls, sentinel, cluster }: RedisConfig) {
  const known = { host, port, ...(tls && { tls: {} }) };
  if (cluster)
    return { ...known, keyPrefix: clusterPrefix, Connector: ClusterConnector } satisfies RedisOptions;
  if (sentinel === undefined) return known;
  return {
    sentinels: [{ host, port }],
    name: sentinel,
    sentinelRetryStrategy: (attempt: number) => Math.min(attempt * 50, longestReconnectDelayMs),
    ...(tls && { tls: {}, sentinelTLS: {}, enableTLSForSentinelMode: true }),
  } satisfies RedisOptions;
}

/** A client that reconnects for ever, and says in the log when Redis goes and comes. */
export function createRedis(config: RedisConfig, connectionName: string, log: Log): Redis {
  const redis = new Redis(redisArgs(config, connectionName));
  const { host, port, db } = config;
  const complaints = new Set<string>();

  const refreshPassword = () => {
    redis.options.password = readPassword(config) || redis.options.password;
  };
  redis.on("reconnecting", refreshPassword);
  redis.on("ready", () => {
    complaints.clear();
    log.info({ host, port, db }, "connected to Redis");
  });
  redis.on("error", (error: Error & { command?: { name: string } }) => {
    // Every attempt to reconnect fails alike: one line says it.
    refreshPassword();
    if (!complaints.has(error.message)) log.error({ err: error, host, port, db }, explain(error));
    complaints.add(error.message);
    // ioredis would go on with database 0 when the one asked for is refused.
    if (error.command?.name === "select") redis.disconnect(true);
  });
  return redis;
}

/**
 * Resolves where Redis takes writes: a replica of another one does not, nor does any from a user without
 * the right. What removes, and here nothing, is taken where memory is full, too.
 */
export async function tryWrite(redis: Redis): Promise<void> {
  await redis.del("tally:probe");
}

/** The password as it is now; nothing where it cannot be read, which Redis's refusal then shows. */
function readPassword({ passwordFile }: RedisConfig): string | undefined {
  return loadSecret({ REDIS_PASSWORD_FILE: passwordFile }, "REDIS_PASSWORD", { noun: "password" }, []);
}

function explain(error: Error): string {
  if (/^(WRONGPASS|NOAUTH|NOPERM)/.test(error.message)) {
    return "Redis refuses this user name and password: see REDIS_USERNAME, REDIS_PASSWORD, REDIS_PASSWORD_FILE";
  }
  return "cannot use Redis, trying again";
}
