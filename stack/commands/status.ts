import type Docker from "dockerode";
import { openContainer } from "../../nginx/container.ts";
import { listReleases } from "../stored-release.ts";
import type { CommandContext } from "./command.ts";
import { readServing } from "./serving.ts";
import { findShortcomings, isUnhealthy } from "./shortcomings.ts";
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
  const unhealthy = containers.filter(isUnhealthy);
  const complaints = await Promise.all(unhealthy.map((each) => readComplaint(docker, each)));
  const shortcomings = findShortcomings(found, complaints);
  if (shortcomings.length > 0) throw new Error(shortcomings.join("\n"));
}

/** What a container says of its health. */
async function readComplaint(docker: Docker, { id, name }: StackContainer): Promise<string> {
  const { State } = await docker.getContainer(id).inspect();
  const complaint = State.Health?.Log.at(-1)?.Output.trim();
  return `${name} is unhealthy: ${complaint || "its health check does not say why"}`;
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
