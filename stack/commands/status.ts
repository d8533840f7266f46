import { openContainer } from "../../nginx/container.ts";
import { listReleases } from "../stored-release.ts";
import type { CommandContext } from "./command.ts";
import { readServing } from "./serving.ts";
import { findShortcomings } from "./shortcomings.ts";
import { listStackContainers, type StackContainer } from "./stack-containers.ts";
import { readCounts, type StoredCounts } from "./stored-counts.ts";

export interface Status {
  readonly stack: string;
  readonly release: string | undefined;
  /** The releases that are kept to go back to, the newest first. */
  readonly releases: readonly string[];
  readonly containers: readonly StackContainer[];
  /** Undefined where the stack's own Redis does not answer or is elsewhere. */
  readonly counts: StoredCounts | undefined;
}

/**
 * Shows what runs of a stack, and what it has counted.
 *
 * @throws Error when the stack is not up, or something of it is not well
 */
export async function status({ docker, options }: CommandContext): Promise<void> {
  const containers = await listStackContainers(docker, options.stack);
  if (containers.length === 0) {
    throw new Error(
      `stack "${options.stack}" is not up; npm run up -- --stack ${options.stack} takes it there`,
    );
  }
  const redis = containers.find(({ role, state }) => role === "redis" && state === "running");
  const release = await readServing(docker, options.stack);
  const releases = await listReleases(docker, options.stack);
  const database = releases.find(({ id }) => id === release)?.spec.env?.REDIS_DB;
  const found: Status = {
    stack: options.stack,
    release,
    releases: releases.filter(({ served }) => served).map(({ id }) => id),
    containers,
    counts: redis && (await readCounts(openContainer(docker, redis.name), database)),
  };
  if (options.json) console.log(JSON.stringify(found, undefined, 2));
  else for (const line of render(found)) console.log(line);
  const shortcomings = findShortcomings(found);
  if (shortcomings.length > 0) throw new Error(shortcomings.join("\n"));
}

function render({ stack, release, releases, containers, counts }: Status): string[] {
  const hasRedis = containers.some(({ role }) => role === "redis");
  const width = Math.max(...containers.map(({ name }) => name.length));
  return [
    `Stack ${stack}, release ${release ?? "none"} (kept: ${releases.join(", ") || "none"})`,
    ...containers.map(({ name, status: words }) => `  ${name.padEnd(width)}  ${words}`),
    counts
      ? `  ${Object.entries(counts)
          .map(([key, value]) => `${key} ${value ?? "unknown"}`)
          .join(", ")}`
      : `  counts unknown: ${hasRedis ? "the stack's own Redis does not answer" : "they are in a Redis elsewhere"}`,
  ];
}
