import { lstat, readFile, rm } from "node:fs/promises";
import { connect } from "node:net";

export interface PidFile {
  /** Undefined where there is no such file. */
  readonly text: string | undefined;
  /** What the process that it names runs, undefined where there is none. */
  readonly program: string | undefined;
}

/**
 * Whether a pid file still speaks of the program that wrote it. After a crash or
 * a reboot its number may be anybody's, and dockerd only asks whether it is taken.
 */
export function judgePidFile({ text, program }: PidFile, writer: string): "absent" | "stale" | "live" {
  if (text === undefined) return "absent";
  return parsePid(text) !== undefined && program === writer ? "live" : "stale";
}

/** The process id in a pid file, undefined where the text holds none. */
function parsePid(text: string): number | undefined {
  const pid = /^\s*([1-9]\d*)\s*$/.exec(text)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

/** The program in a proc_pid_stat(5) text, undefined for a zombie: that keeps its name and number, and does nothing. */
export function parseProgram(stat: string): string | undefined {
  const [, program, state] = /^\d+ \((.*)\) (\S)/s.exec(stat) ?? [];
  return state === "Z" || state === "X" ? undefined : program;
}

/** Whether the program that wrote a pid file is running. */
export async function isRunning(pidFile: string, writer: string): Promise<boolean> {
  return judgePidFile(await readPidFile(pidFile), writer) === "live";
}

/** Removes a pid file whose process is gone or is another program. */
export async function removeStalePidFile(pidFile: string, writer: string): Promise<void> {
  if (judgePidFile(await readPidFile(pidFile), writer) === "stale") await rm(pidFile, { force: true });
}

/** Removes a socket that nobody listens on. */
export async function removeDeadSocket(path: string): Promise<void> {
  const isSocket = await lstat(path).then(
    (entry) => entry.isSocket(),
    () => false,
  );
  if (isSocket && (await isDead(path))) await rm(path, { force: true });
}

function isDead(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(false);
    });
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code === "ECONNREFUSED"));
  });
}

async function readPidFile(path: string): Promise<PidFile> {
  const text = await readIfThere(path);
  const pid = parsePid(text ?? "");
  const stat = pid === undefined ? undefined : await readIfThere(`/proc/${pid}/stat`);
  return { text, program: parseProgram(stat ?? "") };
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    // ESRCH is how reading /proc answers when the process ends meanwhile.
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}
