import type { RunningContainer } from "../../nginx/container.ts";

const watchedSeconds = 1;
const ticksPerSecond = 100;
const pageBytes = 4096;
const separator = "--";

export interface ProcessUsage {
  readonly memoryBytes: number;
  readonly cpus: number;
}

/**
 * What a container's processes use, from the kernel's own numbers: for an engine that
 * sees no control groups. Memory that processes share counts for each. Undefined where
 * the container has no shell or stops meanwhile.
 */
export async function readProcessUsage(container: RunningContainer): Promise<ProcessUsage | undefined> {
  const look = "cat /proc/[0-9]*/stat 2>/dev/null";
  const { output } = await container.run(`${look}; sleep ${watchedSeconds}; echo ${separator}; ${look}; :`);
  const [before = "", after] = output.split(`\n${separator}\n`);
  return after === undefined ? undefined : compareProcesses(before, after, watchedSeconds);
}

/** @param before what /proc says of each process, and `after` that number of seconds */
export function compareProcesses(before: string, after: string, seconds: number): ProcessUsage {
  const earlier = parse(before);
  let [ticks, pages] = [0, 0];
  for (const [pid, process] of parse(after)) {
    // One that has just started is the look itself, or will show next time.
    ticks += process.ticks - (earlier.get(pid)?.ticks ?? process.ticks);
    pages += process.pages;
  }
  return { memoryBytes: pages * pageBytes, cpus: ticks / ticksPerSecond / seconds };
}

function parse(text: string): Map<string, { ticks: number; pages: number }> {
  const processes = [...text.matchAll(/^(\d+) \(.*\) (.*)$/gm)];
  return new Map(
    processes.map(([, pid = "", rest = ""]) => {
      // Counted from the process's state: user's time, the system's time, resident pages.
      const fields = rest.split(" ").map(Number);
      return [pid, { ticks: (fields[11] ?? 0) + (fields[12] ?? 0), pages: fields[21] ?? 0 }];
    }),
  );
}
