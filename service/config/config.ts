import { hostname } from "node:os";
import { z } from "zod";
import { ConfigError } from "../errors.ts";
import { loadKeys } from "./key-settings.ts";
import { loadSecret } from "./secret-setting.ts";
import { addressRanges, flag, hostName, integer, name, oneOf, optionalName, text } from "./settings.ts";
import { loadTracing, tracingSettings } from "./tracing-settings.ts";

const settings = z.object({
  REDIS_HOST: hostName("redis"),
  REDIS_PORT: integer(6379, 1, 65_535),
  REDIS_DB: integer(0, 0, 2_147_483_647),
  REDIS_USERNAME: text(),
  REDIS_PASSWORD: text(),
  REDIS_PASSWORD_FILE: text(),
  REDIS_TLS: flag(false),
  REDIS_SENTINEL: optionalName(),
  REDIS_CLUSTER: flag(false),
  REDIS_RETRY_ATTEMPTS: integer(5, 0, 100),
  REDIS_RETRY_DELAY_MS: integer(500, 1, 60_000),
  OWNER_KEY: text(),
  OWNER_KEY_FILE: text(),
  READ_KEY: text(),
  READ_KEY_FILE: text(),
  HIT_KEY: text(),
  HIT_KEY_FILE: text(),
  STRANGERS_MAY_CREATE: integer(0, 0, 1_000_000_000),
  APP_ENV: oneOf(["dev", "staging", "prod"], "dev"),
  PORT: integer(8000, 1, 65_535),
  METRICS_PORT: integer(9464, 0, 65_535),
  LOG_LEVEL: oneOf(["fatal", "error", "warn", "info", "debug", "trace", "silent"], "info"),
  RELEASE: name("unreleased"),
  REPLICA: name(hostname()),
  DRAIN_MS: integer(10_000, 0, 600_000),
  DRAIN_LEAST_MS: integer(0, 0, 600_000),
  VOTE_WINDOW_SECONDS: integer(0, 0, 31_536_000),
  HISTORY_HOURS: integer(168, 1, 8784),
  HISTORY_DAYS: integer(400, 1, 3660),
  UNIQUE_VISITORS: flag(true),
  COUNT_BOTS: flag(false),
  COUNT_PREFETCHES: flag(false),
  IGNORED_ADDRESSES: addressRanges(),
  LIVE_STREAMS: integer(500, 0, 100_000),
  ...tracingSettings.shape,
});

/** The name of every setting. */
export const settingNames: readonly string[] = Object.keys(settings.shape);

type Environment = Readonly<Record<string, string | undefined>>;

export type Config = ReturnType<typeof loadConfig>;
export type RedisConfig = Config["redis"];

/**
 * Everything the service can be told. Reads the files that the settings ending in _FILE name.
 *
 * @throws ConfigError that lists every problem, so that one start shows them all
 */
export function loadConfig(environment: Environment) {
  // Compose files and templates pass "" for what was never set.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = settings.safeParse(given);
  const wrong = (parsed.error?.issues ?? []).map(({ path, message }) => ({ name: String(path[0]), message }));
  const problems = wrong.map(({ name, message }) => `${name} is ${show(given[name])} but must be ${message}`);
  const password = loadPassword(given, problems);
  const keys = loadKeys(given, problems);
  const tracing = loadTracing(parsed.data, given, problems);
  problems.push(...contradictions(parsed.data ?? rightOnes(given, new Set(wrong.map(({ name }) => name)))));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);

  const value = parsed.data;
  return {
    env: value.APP_ENV,
    port: value.PORT,
    /** 0: no metrics are served. */
    metricsPort: value.METRICS_PORT,
    logLevel: value.LOG_LEVEL,
    release: value.RELEASE,
    replica: value.REPLICA,
    drainMs: value.DRAIN_MS,
    drainLeastMs: value.DRAIN_LEAST_MS,
    /** 0: votes are unlimited. */
    voteWindowSeconds: value.VOTE_WINDOW_SECONDS,
    retention: { historyHours: value.HISTORY_HOURS, historyDays: value.HISTORY_DAYS },
    uniqueVisitors: value.UNIQUE_VISITORS,
    hits: {
      countBots: value.COUNT_BOTS,
      countPrefetches: value.COUNT_PREFETCHES,
      ignoredAddresses: value.IGNORED_ADDRESSES,
    },
    liveStreams: value.LIVE_STREAMS,
    /** Undefined: no traces are made. */
    tracing,
    keys,
    strangersMayCreate: value.STRANGERS_MAY_CREATE,
    redis: {
      host: value.REDIS_HOST,
      port: value.REDIS_PORT,
      db: value.REDIS_DB,
      username: value.REDIS_USERNAME,
      password,
      /** Read again for every new connection: the password may be rotated. */
      passwordFile: value.REDIS_PASSWORD_FILE,
      tls: value.REDIS_TLS,
      /** The name of a group: who answers at host and port is a Sentinel, which knows the group's master. */
      sentinel: value.REDIS_SENTINEL,
      /** Whether who answers at host and port is a node of a Cluster, which knows who has the keys. */
      cluster: value.REDIS_CLUSTER,
      retryAttempts: value.REDIS_RETRY_ATTEMPTS,
      retryDelayMs: value.REDIS_RETRY_DELAY_MS,
    },
  };
}

/** A user's name and password that somebody has put into a URL are shown to nobody. */
function show(value = ""): string {
  return JSON.stringify(value.replace(/^([\w+.-]+:\/\/)?.*@/s, "$1…@"));
}

/** The settings without those that are wrong. */
function rightOnes(given: Environment, wrong: ReadonlySet<string>): Partial<z.infer<typeof settings>> {
  const isRight = ([name]: [string, unknown]) => !wrong.has(name);
  const all = settings.parse(Object.fromEntries(Object.entries(given).filter(isRight)));
  return Object.fromEntries(Object.entries(all).filter(isRight));
}

/** What is wrong with settings that are right by themselves. */
function contradictions(value: Partial<z.infer<typeof settings>>): string[] {
  const { PORT: port, METRICS_PORT: metricsPort } = value;
  const { REDIS_CLUSTER: cluster, REDIS_DB: db = 0, REDIS_SENTINEL: sentinel } = value;
  const problems = [];
  if (port !== undefined && port === metricsPort) {
    problems.push(`METRICS_PORT is "${port}" but must be another port than PORT`);
  }
  if (cluster && db !== 0) {
    problems.push(`REDIS_DB is "${db}" but must be 0 with REDIS_CLUSTER: a Cluster has no other`);
  }
  if (cluster && sentinel !== undefined) {
    problems.push("REDIS_SENTINEL is given but must not be with REDIS_CLUSTER");
  }
  return problems;
}

function loadPassword(given: Environment, problems: string[]): string | undefined {
  const { REDIS_USERNAME: username, REDIS_PASSWORD: password, REDIS_PASSWORD_FILE: file } = given;
  if (username !== undefined && password === undefined && file === undefined) {
    problems.push("REDIS_USERNAME is given but must come with REDIS_PASSWORD or REDIS_PASSWORD_FILE");
  }
  return loadSecret(given, "REDIS_PASSWORD", { noun: "password" }, problems);
}
