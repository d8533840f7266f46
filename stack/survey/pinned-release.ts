import type Docker from "dockerode";
import type { StackConfig } from "../config/config.ts";
import { externalRedisKeys, type RedisKeys } from "../config/config-problems.ts";
import { redisHost } from "../redis/places.ts";
import { loadRelease, type StoredRelease } from "../release/stored-release.ts";

/**
 * The release that the configuration pins; undefined where it pins none.
 *
 * @throws Error when it is not on the machine, or counts in a Redis that the configuration has no more
 */
export async function findPinned(docker: Docker, config: StackConfig): Promise<StoredRelease | undefined> {
  if (config.release === "latest") return undefined;
  const pinned = await loadRelease(docker, config.stack, config.release);
  refuseMovedRedis(config, pinned);
  return pinned;
}

/** A release brings its settings along; whether the stack has a Redis of its own is none of them. */
export function refuseMovedRedis(
  { stack, ...config }: Pick<StackConfig, "stack"> & RedisKeys,
  { id, spec }: Pick<StoredRelease, "id" | "spec">,
): void {
  const host = spec.env?.REDIS_HOST;
  if (host === undefined) return;
  const wasOwn = host === redisHost(stack);
  if (wasOwn === (config.redisHost === undefined)) return;
  const unset = ["redisHost" as const, ...externalRedisKeys(config)].map((key) => `--unset ${key} `).join("");
  throw new Error(
    wasOwn
      ? `release ${id} counts in the stack's own Redis, and tally:redisHost is ${config.redisHost}; ` +
          `npm run up -- --stack ${stack} ${unset}--config release=${id} goes back to it`
      : `release ${id} counts in a Redis elsewhere; set tally:redisHost to ${host} to go back to it`,
  );
}
