import type { StackContainer } from "./stack-containers.ts";
import type { Status } from "./status.ts";

/**
 * What is not as it should be with a stack, a line each.
 *
 * @param complaints those of the containers that are unhealthy
 */
export function findShortcomings(
  { stack, release, containers, counts }: Status,
  complaints: readonly string[] = [],
): string[] {
  const replicas = containers.filter((each) => each.role === "service" && each.release === release);
  const redis = containers.find(({ role }) => role === "redis");
  return [
    ...containers.filter(({ state }) => state !== "running").map(({ name, state }) => `${name} is ${state}.`),
    ...complaints,
    ...(release === undefined ? ["The proxy routes to no release."] : []),
    ...(release !== undefined && replicas.length === 0 ? [`Release ${release} has no replicas.`] : []),
    ...(redis?.state === "running" && counts === undefined ? [`${redis.name} does not answer.`] : []),
    ...Object.entries(counts ?? {})
      .filter(([, value]) => value === null)
      .map(([key]) => `The Redis key ${key} of stack "${stack}" holds no count; set or reset tally/${key}.`),
  ];
}

/** Whether a container runs, and its health check fails. */
export function isUnhealthy({ state, status }: StackContainer): boolean {
  return state === "running" && status.includes("(unhealthy)");
}
