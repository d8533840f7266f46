import { readFile } from "node:fs/promises";
import type Docker from "dockerode";

/** Where the kernel says how long a container's processes have run, by version and driver of its control groups. */
const files: readonly { path(id: string): string; nanoseconds(text: string): number }[] = [
  { path: (id) => `/sys/fs/cgroup/cpuacct/docker/${id}/cpuacct.usage`, nanoseconds: Number },
  { path: (id) => `/sys/fs/cgroup/system.slice/docker-${id}.scope/cpu.stat`, nanoseconds: fromStat },
  { path: (id) => `/sys/fs/cgroup/docker/${id}/cpu.stat`, nanoseconds: fromStat },
];

/**
 * The processor time that a container has used since it started, in milliseconds. It is
 * read from this machine's kernel where that is the engine's too: an engine that runs
 * inside of another container sees no control groups and says 0.
 */
export async function readProcessorMs(docker: Docker, id: string): Promise<number> {
  for (const { path, nanoseconds } of files) {
    const text = await readFile(path(id), "utf8").catch(() => undefined);
    if (text !== undefined) return nanoseconds(text) / 1e6;
  }
  const stats = await docker.getContainer(id).stats({ stream: false, "one-shot": true } as { stream: false });
  return stats.cpu_stats.cpu_usage.total_usage / 1e6;
}

function fromStat(text: string): number {
  return Number(/^usage_usec (\d+)$/m.exec(text)?.[1]) * 1000;
}
