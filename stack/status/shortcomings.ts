import type { StackContainer } from "../commands/stack-containers.ts";
import type { Status } from "./status.ts";

type Parts = Pick<Status, "stack" | "release" | "containers" | "counts">;

/** What is not as it should be with a stack, a line each. */
export function findShortcomings({ stack, release, containers, counts }: Parts): string[] {
  const replicas = containers.filter((each) => each.role === "service" && each.release === release);
  const redis = containers.find(({ role }) => role === "redis");
  return [
    ...containers.filter(({ state }) => state !== "running").map((each) => renderStopped(each, release)),
    ...containers
      .filter(({ health }) => health === "unhealthy")
      .map(
        ({ name, complaint }) => `${name} is unhealthy: ${complaint ?? "its health check does not say why"}`,
      ),
    ...(release === undefined ? ["The proxy routes to no release."] : []),
    ...(release !== undefined && replicas.length === 0 ? [`Release ${release} has no replicas.`] : []),
    ...(redis?.state === "running" && counts === undefined ? [`${redis.name} does not answer.`] : []),
    ...Object.entries(counts ?? {})
      .filter(([, value]) => value === null)
      .map(([key]) => `The Redis key ${key} of stack "${stack}" holds no count; set or reset tally/${key}.`),
  ];
}

function renderStopped({ name, state, role, release }: StackContainer, serving: string | undefined): string {
  const isLeft = role === "service" && serving !== undefined && release !== serving;
  const comfort = "left of a release that was refused or replaced; the next `npm run up` removes it";
  return `${name} is ${state}${isLeft ? `, ${comfort}` : ""}.`;
}
