import type { Platform } from "../platform.ts";

export interface VitalSigns {
  readonly startedAt: string;
  readonly restarts: number;
  /** The ids of its processes: one that ended and was started again has another one. */
  readonly processes: readonly string[];
  /** What the container's processes hold, in bytes, without files in the cache. */
  readonly memoryBytes: number;
}

// As the kernel tells it: not every engine has figures of its own.
const listProcesses = "grep -HE '^(PPid|RssAnon):' /proc/[0-9]*/status";

/** How every container of the stack is, by name. */
export async function vitalSigns({
  docker,
  project,
  containers,
}: Platform): Promise<Record<string, VitalSigns>> {
  const names = await containers();
  const signs = await Promise.all(
    names.map(async (name) => {
      const { State, RestartCount } = await docker.getContainer(name).inspect();
      const { stdout } = await project.run("docker", ["exec", name, "sh", "-c", listProcesses]);
      return { startedAt: State.StartedAt, restarts: RestartCount, ...readProcesses(stdout) };
    }),
  );
  return Object.fromEntries(names.map((name, index) => [name, signs[index] as VitalSigns]));
}

/** Log lines that tell of a failure which no client may have seen. */
export async function failuresLogged({ docker, containers }: Platform): Promise<string[]> {
  const logs = (await containers()).map(async (name) =>
    String(await docker.getContainer(name).logs({ stdout: true, stderr: true })),
  );
  return (await Promise.all(logs)).flatMap((log) => log.split("\n")).filter(isFailure);
}

// Only clients bring 501 and 505 about.
const failure =
  /"level":"(error|fatal)"|"status":5(?!01|05)\d\d|\[(crit|alert|emerg)\]|exited on signal|Unhandled|FATAL ERROR/;

/** Whether a line of a log tells that the stack, and not the client, has done something wrong. */
export function isFailure(line: string): boolean {
  return failure.test(line);
}

const process = /^\/proc\/(\d+)\/status:PPid:\s+(\d+)\n\/proc\/\1\/status:RssAnon:\s+(\d+) kB$/gm;
/** More than the init and what an exec starts have. */
const leastKilobytes = 400;

function readProcesses(lines: string): Pick<VitalSigns, "processes" | "memoryBytes"> {
  const found = [...lines.matchAll(process)].map(([, id = "", parent, kilobytes]) => {
    return { id, parent, kilobytes: Number(kilobytes) };
  });
  // What comes from outside, as health checks do, has no parent in here, and comes and goes.
  const lasting = found.filter(({ parent, kilobytes }) => parent !== "0" && kilobytes > leastKilobytes);
  return {
    processes: lasting.map(({ id }) => id).sort(),
    memoryBytes: lasting.reduce((sum, { kilobytes }) => sum + kilobytes * 1024, 0),
  };
}
