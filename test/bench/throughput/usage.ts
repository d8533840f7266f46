import { readFile } from "node:fs/promises";
import type Docker from "dockerode";

/** What a container has used. */
export interface Usage {
  /** Since it started, by all its processes. */
  readonly processorMs: number;
  /** Without what the kernel only keeps for later. */
  readonly memoryBytes: number;
}

/** Where the kernel keeps it for Docker's containers, by version and driver of its control groups. */
const groups: readonly { usage(id: string): Promise<Usage> }[] = [
  { usage: firstVersion },
  { usage: (id) => secondVersion(`/sys/fs/cgroup/system.slice/docker-${id}.scope`) },
  { usage: (id) => secondVersion(`/sys/fs/cgroup/docker/${id}`) },
];

/**
 * Reads it from this machine's kernel where that is the engine's too, and otherwise asks the engine: one that
 * runs inside of another container sees no control groups and says 0.
 */
export async function readUsage(docker: Docker, id: string): Promise<Usage> {
  for (const { usage } of groups) {
    const found = await usage(id).catch(() => undefined);
    if (found) return found;
  }
  const once = { stream: false, "one-shot": true } as { stream: false };
  const { cpu_stats: cpu, memory_stats: memory } = await docker.getContainer(id).stats(once);
  const cached = memory.stats?.inactive_file ?? 0;
  return { processorMs: cpu.cpu_usage.total_usage / 1e6, memoryBytes: memory.usage - cached };
}

async function firstVersion(id: string): Promise<Usage> {
  const [time, memory, details] = await Promise.all([
    readFile(`/sys/fs/cgroup/cpuacct/docker/${id}/cpuacct.usage`, "utf8"),
    readFile(`/sys/fs/cgroup/memory/docker/${id}/memory.usage_in_bytes`, "utf8"),
    readFile(`/sys/fs/cgroup/memory/docker/${id}/memory.stat`, "utf8"),
  ]);
  const memoryBytes = Number(memory) - field(details, "total_inactive_file");
  return { processorMs: Number(time) / 1e6, memoryBytes };
}

async function secondVersion(folder: string): Promise<Usage> {
  const [time, memory, details] = await Promise.all([
    readFile(`${folder}/cpu.stat`, "utf8"),
    readFile(`${folder}/memory.current`, "utf8"),
    readFile(`${folder}/memory.stat`, "utf8"),
  ]);
  const memoryBytes = Number(memory) - field(details, "inactive_file");
  return { processorMs: field(time, "usage_usec") / 1000, memoryBytes };
}

function field(text: string, name: string): number {
  return Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1]);
}
