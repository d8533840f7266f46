import type Docker from "dockerode";
import { openContainer } from "../../nginx/container.ts";
import { listReleases } from "../stored-release.ts";
import type { CommandContext } from "./command.ts";
import { readServing } from "./serving.ts";
import { listStackContainers, type StackContainer } from "./stack-containers.ts";

/** The counters that the home page shows, by their Redis keys. */
const counterKeys = ["visits", "total_visitors", "votes"] as const;

interface Status {
  readonly stack: string;
  readonly release: string | undefined;
  /** The releases that are kept to go back to, the newest first. */
  readonly releases: readonly string[];
  readonly containers: readonly StackContainer[];
  /** Undefined where the stack's own Redis does not answer or is elsewhere. */
  readonly counts: Readonly<Record<string, string>> | undefined;
}

/** Shows what runs of a stack, and what it has counted. */
export async function status({ docker, options, report }: CommandContext): Promise<void> {
  const containers = await listStackContainers(docker, options.stack);
  if (containers.length === 0) {
    throw new Error(
      `stack "${options.stack}" is not up; npm run up -- --stack ${options.stack} takes it there`,
    );
  }
  const redis = containers.find(({ role, state }) => role === "redis" && state === "running");
  const found: Status = {
    stack: options.stack,
    release: await readServing(docker, options.stack),
    releases: (await listReleases(docker, options.stack)).filter(({ served }) => served).map(({ id }) => id),
    containers,
    counts: redis && (await readCounts(openContainer(docker, redis.name))),
  };
  if (options.json) console.log(JSON.stringify(found, undefined, 2));
  else for (const line of render(found)) console.log(line);
  for (const sick of containers.filter((each) => each.status.includes("(unhealthy)"))) {
    report(`Unhealthy: ${sick.name}: ${await readComplaint(docker, sick)}`);
  }
  const down = containers.filter(({ state }) => state !== "running");
  if (down.length > 0) report(`Not running: ${down.map(({ name }) => name).join(", ")}`);
}

/** What a container's health check said the last time. */
async function readComplaint(docker: Docker, { id }: StackContainer): Promise<string> {
  const { State } = await docker.getContainer(id).inspect();
  return State.Health?.Log.at(-1)?.Output.trim() || "its health check does not say why";
}

async function readCounts(redis: ReturnType<typeof openContainer>): Promise<Status["counts"]> {
  const { exitCode, output } = await redis.run(`redis-cli MGET ${counterKeys.join(" ")}`);
  const values = output.split("\n").map((value) => value.trim());
  if (exitCode !== 0 || values.some((value) => !/^-?\d*$/.test(value))) return undefined;
  return Object.fromEntries(counterKeys.map((key, index) => [key, values[index] || "0"]));
}

function render({ stack, release, releases, containers, counts }: Status): string[] {
  const width = Math.max(...containers.map(({ name }) => name.length));
  return [
    `Stack ${stack}, release ${release ?? "none"} (kept: ${releases.join(", ") || "none"})`,
    ...containers.map(({ name, status: words }) => `  ${name.padEnd(width)}  ${words}`),
    counts
      ? `  ${Object.entries(counts)
          .map(([key, value]) => `${key} ${value}`)
          .join(", ")}`
      : "  counts unknown: the stack's own Redis does not answer, or there is none",
  ];
}
