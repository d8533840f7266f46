import { existsSync } from "node:fs";
import { readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import Docker from "dockerode";
import { startDaemon } from "../../stack/machine/engine/daemon.ts";
import { until } from "../support/until.ts";

/** A Docker engine in the namespaces of this process, apart from the machine's. */
export interface OwnEngine {
  /** Starts it and waits until it answers, as a service manager does after a crash. */
  start(): Promise<void>;
  /** Kills it with SIGKILL. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Where an engine listens that keeps everything in a directory. */
export const socketOf = (directory: string) => join(directory, "docker.sock");

/** Names the network namespace of this process. */
export const currentNetwork = () => readlink("/proc/self/ns/net");

/** @param hostNetwork the machine's network namespace, which is none for it to run in */
export function createOwnEngine(directory: string, hostNetwork: string): OwnEngine {
  const [execRoot, pidFile] = [join(directory, "run"), join(directory, "docker.pid")];
  const socketPath = socketOf(directory);
  const docker = new Docker({ socketPath });
  const containerd = join(execRoot, "containerd");
  const options = {
    args: [
      `--data-root=${join(directory, "data")}`,
      `--exec-root=${execRoot}`,
      `--pidfile=${pidFile}`,
      `--host=unix://${socketPath}`,
    ],
    files: {
      pidFile,
      containerdPidFile: join(containerd, "containerd.pid"),
      sockets: [socketPath, join(containerd, "containerd.sock")],
      log: join(directory, "dockerd.log"),
    },
    answers: () =>
      docker.ping().then(
        () => true,
        () => false,
      ),
  };
  const pid = async () => Number(await readFile(pidFile, "utf8"));
  return {
    async start() {
      // In the machine's network it would take the machine's own engine's networks for its own.
      if (hostNetwork === "" || (await currentNetwork()) === hostNetwork) {
        throw new Error("an engine of a test's own needs a network namespace of its own");
      }
      await startDaemon(options);
    },
    async kill() {
      const killed = await pid();
      process.kill(killed, "SIGKILL");
      await until(() => !existsSync(`/proc/${killed}`));
    },
    async stop() {
      if (!existsSync(pidFile)) return;
      process.kill(await pid());
      // Removing this file is the last thing that an engine does.
      await until(() => !existsSync(pidFile), 30_000);
    },
  };
}
