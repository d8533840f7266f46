import type Docker from "dockerode";
import { openContainer } from "../../nginx/container.ts";
import type { StackContainer } from "../commands/stack-containers.ts";

import { readProcessUsage } from "./process-usage.ts";

/** How a container is; what a stopped one has not is undefined. */
export interface Condition {
  /** `healthy`, `unhealthy` or `starting`. */
  readonly health: string | undefined;
  /** What the health check of one that is not healthy said the last time. */
  readonly complaint: string | undefined;
  readonly uptimeSeconds: number | undefined;
  /** Without what the kernel only keeps for later. */
  readonly memoryBytes: number | undefined;
  readonly memoryLimitBytes: number | undefined;
  /** How many processors it kept busy in the last second. */
  readonly cpus: number | undefined;
}

const unknown: Condition = {
  health: undefined,
  complaint: undefined,
  uptimeSeconds: undefined,
  memoryBytes: undefined,
  memoryLimitBytes: undefined,
  cpus: undefined,
};

/** Takes a second or two: the engine compares two looks. */
export async function readCondition(
  docker: Docker,
  { id, state }: Pick<StackContainer, "id" | "state">,
): Promise<Condition> {
  if (state !== "running") return unknown;
  const container = docker.getContainer(id);
  try {
    const [{ State, Name, HostConfig }, stats] = await Promise.all([
      container.inspect(),
      container.stats({ stream: false }),
    ]);
    const usage = readUsage(stats);
    const seen =
      usage.memoryBytes === undefined ? readProcessUsage(openContainer(docker, Name.slice(1))) : {};
    return {
      health: State.Health?.Status,
      complaint: readComplaint(State.Health),
      uptimeSeconds: Math.max(0, Math.round((Date.now() - Date.parse(State.StartedAt)) / 1000)),
      ...usage,
      ...(await seen),
      memoryLimitBytes: HostConfig.Memory || usage.memoryLimitBytes,
    };
  } catch {
    // It stopped meanwhile.
    return unknown;
  }
}

function readComplaint(health: Docker.ContainerInspectInfo["State"]["Health"]): string | undefined {
  if (health?.Status !== "unhealthy") return undefined;
  return health.Log.at(-1)?.Output.trim() || "its health check does not say why";
}

type Usage = Pick<Condition, "memoryBytes" | "memoryLimitBytes" | "cpus">;

export function readUsage({
  memory_stats: memory,
  cpu_stats: cpu,
  precpu_stats: before,
}: Docker.ContainerStats): Usage {
  // The first name is that of the first version of control groups.
  const details = memory?.stats as Readonly<Record<string, number>> | undefined;
  const cached = details?.total_inactive_file ?? details?.inactive_file ?? 0;
  const used = cpu.cpu_usage.total_usage - before.cpu_usage.total_usage;
  const passed = cpu.system_cpu_usage - before.system_cpu_usage;
  const busy = (used / passed) * (cpu.online_cpus ?? 1);
  return {
    memoryBytes: memory?.usage === undefined ? undefined : memory.usage - cached,
    memoryLimitBytes: memory?.limit,
    cpus: Number.isFinite(busy) ? Math.round(busy * 1000) / 1000 : undefined,
  };
}
