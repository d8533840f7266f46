import { z } from "zod";
import type { ManagerSettings } from "../platforms/swarm/manager.ts";
import { inClear, keptEncrypted, ownRedisPort, stackNameProblems } from "./config-problems.ts";
import {
  filePath,
  flag,
  folder,
  headerList,
  hostName,
  httpUrl,
  image,
  integer,
  integerOrOff,
  interval,
  ipAddress,
  ipNetworks,
  number,
  oneOf,
  redisName,
  registry,
  releaseName,
  secretKey,
  text,
} from "./config-values.ts";
import { contradictions } from "./contradictions.ts";

/** The namespace of Tally's keys in `Pulumi.<stack>.yaml`. */
export const namespace = "tally";

const environments = ["dev", "staging", "prod"] as const;
const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

const keys = z.strictObject({
  platform: oneOf(["machine", "swarm"]).default("machine"),
  registry: registry().optional(),
  registryUsername: text("the name of a user of the registry").optional(),
  registryPassword: text("the password, or token, of that user").optional(),

  replicas: integer(1, 10_000).default(3),
  port: integer(1, 65535).default(5002),
  listenAddress: ipAddress().default("0.0.0.0"),
  appEnv: oneOf(environments).optional(),
  logLevel: oneOf(logLevels).default("info"),

  redisHost: hostName().optional(),
  redisPort: integer(1, 65535).default(ownRedisPort),
  redisDb: integer(0, 15).default(0),
  redisUsername: text("the name of a Redis user").optional(),
  redisPassword: text("the password of the Redis at tally:redisHost").optional(),
  redisTls: flag().default(false),
  redisSentinel: redisName("the name of a group of Redis servers that a Sentinel watches").optional(),
  redisCluster: flag().default(false),
  redisMemory: integer(64, 1_048_576).default(1024),
  redisFsync: oneOf(["always", "everysec"]).default("always"),
  redisRetryAttempts: integer(0, 100).default(5),
  redisRetryDelayMs: integer(1, 60_000).default(500),

  ownerKey: secretKey(256).optional(),
  readKey: secretKey(256).optional(),
  hitKey: secretKey(256).optional(),

  strangersMayCreate: integer(0, 1_000_000_000).default(0),
  voteWindow: integer(0, 31_536_000).default(0),
  historyHours: integer(1, 8784).default(168),
  historyDays: integer(1, 3660).default(400),
  uniqueVisitors: flag().default(true),
  countBots: flag().default(false),
  countPrefetches: flag().default(false),
  ignoredAddresses: ipNetworks().optional(),
  liveStreams: integer(0, 100_000).default(500),

  backup: interval().default(0),
  backupRetention: integer(1, 10_000).default(14),
  backupFolder: folder().optional(),
  backupKey: secretKey(512).optional(),

  monitoring: oneOf(["on", "off"]).default("off"),
  monitoringPort: integer(1, 65535).default(9090),
  grafanaPort: integer(1, 65535).default(3000),

  otlpEndpoint: httpUrl().optional(),
  otlpHeaders: headerList().optional(),
  traceRatio: number(0, 1).default(1),

  nodeImage: image("an image with Node 24").optional(),
  nginxImage: image("an image with nginx 1.27.4 or later").optional(),
  redisImage: image("an image with Redis 7 or later").optional(),
  prometheusImage: image("an image with Prometheus 3").optional(),
  grafanaImage: image("an image with Grafana 12").optional(),

  memory: integer(64, 1_048_576).default(256),
  cpus: number(0.05, 256).default(1),
  healthInterval: integer(1, 3600).default(30),
  healthTimeout: integer(1, 3600).default(5),
  healthStartPeriod: integer(0, 3600).default(10),
  healthRetries: integer(1, 100).default(3),

  replicasAtOnce: integer(1, 100).optional(),
  requestTimeout: integer(1, 50).default(30),
  maxBodyKilobytes: integer(1, 16).default(16),
  maxHeaderKilobytes: integer(4, 256).default(32),
  clientTimeout: integer(1, 300).default(15),
  rateLimit: integerOrOff(1, 1_000_000).default(1000),
  rateBurst: integer(0, 1_000_000).default(2000),
  connectionLimit: integer(1, 65_535).default(1000),
  trustedProxies: ipNetworks().optional(),

  tls: oneOf(["off", "files", "self-signed"]).default("off"),
  httpsPort: integer(1, 65_535).default(5443),
  tlsCertificateFile: filePath().optional(),
  tlsKeyFile: filePath().optional(),

  gateTimeout: integer(5, 3600).default(60),
  gateWatch: integer(0, 600).default(2),
  drainTimeout: integer(1, 50).default(10),

  release: releaseName().default("latest"),
  keepReleases: integer(1, 50).default(3),
});

/** The keys whose values are secrets: they go to no environment, label or image. */
export const secretKeys = [
  "redisPassword",
  "ownerKey",
  "readKey",
  "hitKey",
  "backupKey",
  "registryPassword",
  "otlpHeaders",
] as const;

export type SecretKey = (typeof secretKeys)[number];

/** The configuration of a stack, complete and checked. Sizes are megabytes, durations seconds. */
export type StackConfig = z.output<typeof keys> & {
  readonly stack: string;
  /** Where the manager of a Swarm is; of no meaning on a machine. */
  readonly manager: ManagerSettings;
};

/** Every configuration key, without its namespace. */
export const configKeys: readonly string[] = Object.keys(keys.shape);

/**
 * Checks the whole configuration of a stack.
 *
 * @param values all configuration of the stack, by full name (`tally:replicas`)
 * @param isSealed whether a setting, by full name, is kept encrypted
 * @throws Error that lists every problem, each with its key and what would be right
 */
export function parseStackConfig(
  stack: string,
  values: Readonly<Record<string, string>>,
  isSealed: (name: string) => boolean = (name) => isSecret(name.slice(namespace.length + 1)),
): StackConfig {
  const prefix = `${namespace}:`;
  const own = Object.entries(values).filter(([name]) => name.startsWith(prefix));
  const given = Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
  const { error } = keys.safeParse(given);
  const sealed = configKeys.filter((key) => key in given && !isSecret(key) && isSealed(prefix + key));
  const issues = (error?.issues ?? []).filter(({ path: [key] }) => !sealed.includes(String(key)));
  const problems = [
    ...stackNameProblems(stack),
    ...secretKeys.filter((key) => key in given && !isSealed(prefix + key)).map(inClear),
    ...sealed.map(keptEncrypted),
    ...issues.flatMap(describe),
  ];
  const wrong = new Set([...sealed, ...issues.flatMap(wrongKeys)]);
  const data = keys.parse(Object.fromEntries(Object.entries(given).filter(([key]) => !wrong.has(key))));
  // Of what is wrong by itself, nobody knows yet what it will contradict.
  const isAboutRight = (problem: string) =>
    [...problem.matchAll(/\btally:(\w+)/g)].every(([, key = ""]) => !wrong.has(key));
  problems.push(...contradictions(data, appEnv({ ...data, stack }), given, values).filter(isAboutRight));
  if (problems.length > 0) {
    throw new Error(
      `The configuration of stack "${stack}" is wrong, nothing was changed:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
    );
  }
  return { ...data, stack, manager: { host: values["docker:host"], certPath: values["docker:certPath"] } };
}

/** The environment that the service runs in: the stack's own name where it is one. */
export function appEnv({ appEnv, stack }: Pick<StackConfig, "appEnv" | "stack">): string {
  return appEnv ?? environments.find((name) => name === stack) ?? "dev";
}

function wrongKeys(issue: z.core.$ZodIssue): string[] {
  return issue.code === "unrecognized_keys" ? issue.keys : [String(issue.path[0])];
}

function describe(issue: z.core.$ZodIssue): string[] {
  if (issue.code !== "unrecognized_keys") return [`${namespace}:${issue.path.join(".")} ${issue.message}`];
  return issue.keys.map(
    (key) => `${namespace}:${key} is not a setting of Tally; there are ${configKeys.join(", ")}`,
  );
}

function isSecret(key: string): boolean {
  return secretKeys.some((secret) => secret === key);
}
