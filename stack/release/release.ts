import { createHash } from "node:crypto";
import { appEnv, type StackConfig } from "../config/config.ts";
import { planSecrets, secretDigest } from "../secrets/secret-plan.ts";
import { tracingEnvironment } from "../tracing/environment.ts";

/** Everything that makes a replica what it is, but for secrets; kept with the image it runs. */
export interface ReleaseSpec {
  readonly env: Readonly<Record<string, string>>;
  readonly memoryMegabytes: number;
  readonly cpus: number;
  readonly health: {
    readonly intervalSeconds: number;
    readonly timeoutSeconds: number;
    readonly startPeriodSeconds: number;
    readonly retries: number;
  };
}

/** The port that every replica listens on inside its container. */
export const servicePort = 8000;

/** The port of its metrics, which the proxy does not lead to. */
export const metricsPort = 9464;

/** Until every proxy of a Swarm has heard that a replica goes: DNS spreads over the nodes, and they ask every two seconds. */
function swarmDrainMs({ drainTimeout }: StackConfig): number {
  return Math.min(5, drainTimeout) * 1000;
}

/** How replicas run under a configuration, given where their Redis is. */
export function releaseSpec(config: StackConfig, redisHost: string): ReleaseSpec {
  return {
    env: {
      APP_ENV: appEnv(config),
      PORT: String(servicePort),
      METRICS_PORT: String(metricsPort),
      LOG_LEVEL: config.logLevel,
      DRAIN_MS: String(config.drainTimeout * 1000),
      ...(config.platform === "swarm" && { DRAIN_LEAST_MS: String(swarmDrainMs(config)) }),
      REDIS_HOST: redisHost,
      REDIS_PORT: String(config.redisPort),
      REDIS_DB: String(config.redisDb),
      REDIS_TLS: String(config.redisTls),
      REDIS_RETRY_ATTEMPTS: String(config.redisRetryAttempts),
      REDIS_RETRY_DELAY_MS: String(config.redisRetryDelayMs),
      ...(config.redisSentinel === undefined ? {} : { REDIS_SENTINEL: config.redisSentinel }),
      ...(config.redisCluster && { REDIS_CLUSTER: "true" }),
      ...(config.redisUsername === undefined ? {} : { REDIS_USERNAME: config.redisUsername }),
      ...planSecrets(config).env,
      STRANGERS_MAY_CREATE: String(config.strangersMayCreate),
      VOTE_WINDOW_SECONDS: String(config.voteWindow),
      HISTORY_HOURS: String(config.historyHours),
      HISTORY_DAYS: String(config.historyDays),
      UNIQUE_VISITORS: String(config.uniqueVisitors),
      COUNT_BOTS: String(config.countBots),
      COUNT_PREFETCHES: String(config.countPrefetches),
      ...(config.ignoredAddresses === undefined ? {} : { IGNORED_ADDRESSES: config.ignoredAddresses }),
      LIVE_STREAMS: String(config.liveStreams),
      ...tracingEnvironment(config),
    },
    memoryMegabytes: config.memory,
    cpus: config.cpus,
    health: {
      intervalSeconds: config.healthInterval,
      timeoutSeconds: config.healthTimeout,
      startPeriodSeconds: config.healthStartPeriod,
      retries: config.healthRetries,
    },
  };
}

/**
 * The id of a release: the same code under the same settings is the same
 * release, known before anything is built, so that a new one gets containers
 * of its own beside the old one's.
 *
 * @param sources whatever else makes a replica what it is
 */
export function releaseId(sources: readonly string[], spec: ReleaseSpec, secret = ""): string {
  const content = JSON.stringify([sources, spec, secret && secretDigest(secret)]);
  return digest(content).slice(0, 10);
}

function digest(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}
