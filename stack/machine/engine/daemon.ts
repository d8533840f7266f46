import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type FileHandle, open } from "node:fs/promises";
import { lastLines } from "../command.ts";
import { searchPath } from "../host.ts";
import { becomesTrue } from "./condition.ts";
import { isRunning, removeDeadSocket, removeStalePidFile } from "./leftovers.ts";

/** The files of an engine that matter when it is started. */
export interface DaemonFiles {
  readonly pidFile: string;
  readonly containerdPidFile: string;
  readonly sockets: readonly string[];
  readonly log: string;
}

/** Where an engine that is started without arguments has them. */
const daemonFiles: DaemonFiles = {
  pidFile: "/var/run/docker.pid",
  containerdPidFile: "/var/run/docker/containerd/containerd.pid",
  sockets: [
    "/var/run/docker.sock",
    "/var/run/docker/containerd/containerd.sock",
    // The machine's own containerd: dockerd uses it instead of starting one as soon as the socket is there.
    "/run/containerd/containerd.sock",
  ],
  log: "/var/log/tally-dockerd.log",
};

export interface DaemonOptions {
  /** Whether the engine answers by now. */
  readonly answers: () => Promise<boolean>;
  readonly args?: readonly string[];
  readonly files?: DaemonFiles;
  readonly timeoutMs?: number;
}

/**
 * Starts dockerd by hand, as root, and returns when it answers. It outlives this process.
 *
 * @throws Error with the end of its log when it ends or does not answer in time
 */
export async function startDaemon(options: DaemonOptions): Promise<void> {
  const { answers, args = [], files = daemonFiles, timeoutMs = 60_000 } = options;
  await using log = await open(files.log, "a+", 0o640);
  const { size: logStart } = await log.stat();
  const fail = async (what: string): Promise<never> => {
    throw new Error(`${what}; the end of ${files.log}:\n${lastLines(await readFrom(log, logStart))}`);
  };

  // One that another program started a moment ago needs time, not a rival.
  const child = (await isRunning(files.pidFile, "dockerd")) ? undefined : await launch(args, files, log);
  const started = await becomesTrue(async () => {
    if (await answers()) return true;
    const ended = child !== undefined && hasEnded(child) && !(await isRunning(files.pidFile, "dockerd"));
    return ended ? fail("dockerd ended") : false;
  }, timeoutMs);
  if (!started) await fail(`dockerd runs but did not answer within ${timeoutMs / 1000} s`);
}

async function launch(args: readonly string[], files: DaemonFiles, log: FileHandle): Promise<ChildProcess> {
  await removeStalePidFile(files.pidFile, "dockerd");
  await removeStalePidFile(files.containerdPidFile, "containerd");
  await Promise.all(files.sockets.map(removeDeadSocket));
  const child = spawn("dockerd", args, {
    cwd: "/",
    env: { ...process.env, PATH: searchPath() },
    stdio: ["ignore", log.fd, log.fd],
    detached: true,
  });
  await once(child, "spawn");
  child.unref();
  return child;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function readFrom(file: FileHandle, position: number): Promise<string> {
  const { size } = await file.stat();
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(size - position), position });
  return buffer.toString("utf8", 0, bytesRead);
}
