/** The port of the stack's own Redis. */
export const ownRedisPort = 6379;

/** What is wrong with a stack's name. */
export function stackNameProblems(stack: string): string[] {
  if (/^[a-z0-9][a-z0-9-]{0,30}$/.test(stack)) return [];
  return [
    `the stack's name "${stack}" must be 1 to 31 lower-case letters, digits or hyphens: Docker objects are called after it`,
  ];
}

/** A secret that everybody can read. */
export function inClear(key: string): string {
  return (
    `tally:${key} is a secret and is given in clear: give it by npm run up -- --secret-config ${key}=…, ` +
    `or by pulumi config set --secret tally:${key}`
  );
}

/** A setting that nobody can check before the secrets are open. */
export function keptEncrypted(key: string): string {
  return (
    `tally:${key} is no secret and is kept encrypted: give it by npm run up -- --config ${key}=…, ` +
    `or by pulumi config set tally:${key}`
  );
}

interface Keys {
  readonly ownerKey?: string | undefined;
  readonly readKey?: string | undefined;
  readonly hitKey?: string | undefined;
}

/** A stranger with a key that is also the owner's would be the owner. */
export function sharedKeys({ ownerKey, readKey, hitKey }: Keys): string[] {
  if (ownerKey === undefined) return [];
  const shared = Object.entries({ readKey, hitKey }).filter(([, key]) => key === ownerKey);
  return shared.map(
    ([name]) => `tally:${name} must be another key than tally:ownerKey: it would give every right`,
  );
}

export interface RedisKeys {
  readonly redisHost?: string | undefined;
  readonly redisUsername?: string | undefined;
  readonly redisPassword?: string | undefined;
  readonly redisTls: boolean;
  readonly redisSentinel?: string | undefined;
  readonly redisCluster: boolean;
  readonly redisDb: number;
  readonly backup: number;
  readonly redisPort: number;
}

/** What is configured of how to reach a Redis elsewhere, but for its host. */
export function externalRedisKeys(config: RedisKeys) {
  return (
    ["redisUsername", "redisPassword", "redisTls", "redisSentinel", "redisCluster", "redisPort"] as const
  ).filter((key) => config[key] && config[key] !== ownRedisPort);
}

/** The stack's own Redis takes no part of how to reach another. */
export function redisContradictions(config: RedisKeys): string[] {
  if (config.redisHost !== undefined) return [...userContradictions(config), ...groupContradictions(config)];
  return externalRedisKeys(config).map(
    (key) =>
      `tally:${key} needs tally:redisHost: ` +
      `the stack's own Redis is at port ${ownRedisPort} and makes its own password`,
  );
}

function userContradictions({ redisUsername, redisPassword }: RedisKeys): string[] {
  if (redisUsername === undefined || redisPassword !== undefined) return [];
  return ["tally:redisUsername needs tally:redisPassword"];
}

/** Where several servers are reached by one of them. */
function groupContradictions({ redisSentinel, redisCluster, redisDb, backup }: RedisKeys): string[] {
  const groups = [
    ...(redisSentinel === undefined ? [] : ["tally:redisSentinel"]),
    ...(redisCluster ? ["tally:redisCluster"] : []),
  ];
  return [
    ...(groups.length > 1 ? [`${groups.join(" and ")} must not be given together`] : []),
    ...(redisCluster && redisDb !== 0
      ? [`tally:redisDb must be 0 with tally:redisCluster, not "${redisDb}": a Cluster has no other`]
      : []),
    ...(backup === 0 ? [] : groups).map(
      (key) => `tally:backup must be off with ${key}: a backup is taken from one Redis`,
    ),
  ];
}
