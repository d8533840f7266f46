import type { StackContainer } from "../commands/stack-containers.ts";
import type { ConfiguredRole } from "./configured-roles.ts";
import type { Status } from "./status.ts";

type Parts = Omit<Status, "releases" | "requestsPerSecond" | "lastBackup">;

const configured: Readonly<Record<ConfiguredRole, string>> = {
  backup: "The schedule of backups",
  prometheus: "Prometheus",
  grafana: "Grafana",
};

/** What is not as it should be with a stack, a line each. @param now in milliseconds since 1970 */
export function findShortcomings(parts: Parts, now = Date.now()): string[] {
  const { stack, release, unfinishedSwitch, containers, missing, counts, ownRedis } = parts;
  const { notReady, certificateEnd } = parts;
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
    ...(unfinishedSwitch
      ? [`The switch to release ${release} is not finished; npm run up -- --stack ${stack} finishes it.`]
      : []),
    ...(release !== undefined && replicas.length === 0 ? [`Release ${release} has no replicas.`] : []),
    ...(ownRedis && redis === undefined ? [`The container of Redis is gone; ${cure(stack)}`] : []),
    ...missing.map((role) => `${configured[role]} is configured and has no container; ${cure(stack)}`),
    ...notReady
      .filter(({ replica }) => !containers.some(({ name, state }) => name === replica && state !== "running"))
      .map(({ replica, complaint }) =>
        containers.some(({ name }) => name === replica)
          ? `${replica} is not ready: ${complaint}`
          : `${replica} is gone; ${cure(stack)}`,
      ),
    ...(certificateEnd !== undefined && Date.parse(certificateEnd) <= now
      ? [`The proxy's certificate ended on ${certificateEnd.slice(0, 10)}.`]
      : []),
    ...(redis?.state === "running" && counts === undefined ? [`${redis.name} does not answer.`] : []),
    ...Object.entries(counts ?? {})
      .filter(([, value]) => value === null)
      .map(([key]) => `The Redis key ${key} of stack "${stack}" holds no count; set or reset tally/${key}.`),
  ];
}

function cure(stack: string): string {
  return `npm run up -- --stack ${stack} makes it again.`;
}

function renderStopped({ name, state, role, release }: StackContainer, serving: string | undefined): string {
  const isLeft = role === "service" && serving !== undefined && release !== serving;
  const comfort = "left of a release that was refused or replaced; the next `npm run up` removes it";
  return `${name} is ${state}${isLeft ? `, ${comfort}` : ""}.`;
}
