import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Docker from "dockerode";
import { run } from "../../../../stack/machine/command.ts";
import { becomesTrue } from "../../../../stack/machine/engine/condition.ts";
import type { DaemonFiles } from "../../../../stack/machine/engine/daemon.ts";
import { isRunning } from "../../../../stack/machine/engine/leftovers.ts";

/** Where an engine of a test's own keeps everything, apart from the machine's. */
export interface PrivateEngine {
  readonly files: DaemonFiles;
  /** A socket where the machine's own containerd would listen. */
  readonly containerdSocket: string;
  answers(): Promise<boolean>;
  /** Has a program of its own start the engine, and returns when that program has ended. */
  start(): Promise<void>;
  pid(): Promise<number>;
  /** Stops the engine where it runs and removes everything. */
  dispose(): Promise<void>;
}

export async function createPrivateEngine(): Promise<PrivateEngine> {
  const directory = await mkdtemp(join(tmpdir(), "tally-engine-"));
  const execRoot = join(directory, "run");
  const pidFile = join(directory, "docker.pid");
  const socketPath = join(directory, "docker.sock");
  const containerdSocket = join(directory, "containerd.sock");
  const docker = new Docker({ socketPath });
  await mkdir(join(execRoot, "containerd"), { recursive: true });
  const pid = async () => Number(await readFile(pidFile, "utf8"));
  const args = [
    `--data-root=${join(directory, "data")}`,
    `--exec-root=${execRoot}`,
    `--pidfile=${pidFile}`,
    `--host=unix://${socketPath}`,
    "--bridge=none",
    "--iptables=false",
  ];
  const files = {
    pidFile,
    containerdPidFile: join(execRoot, "containerd/containerd.pid"),
    sockets: [socketPath, join(execRoot, "containerd/containerd.sock"), containerdSocket],
    log: join(directory, "dockerd.log"),
  };
  return {
    files,
    containerdSocket,
    answers: () =>
      docker.ping().then(
        () => true,
        () => false,
      ),
    async start() {
      const node = [process.execPath, "--input-type=module-typescript", "--eval"];
      // In the machine's network an engine without a bridge would remove docker0;
      // its mounts must go with it even when it does not get to clean up.
      await run("unshare", ["--net", "--mount", ...node, program({ args, files, socketPath })], {
        cwd: import.meta.dirname,
      });
    },
    pid,
    async dispose() {
      if (await isRunning(pidFile, "dockerd")) {
        process.kill(await pid());
        // Removing this file is the last thing that an engine does.
        await becomesTrue(async () => !existsSync(pidFile), 15_000);
      }
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function program(options: { args: string[]; files: DaemonFiles; socketPath: string }): string {
  return `
    import Docker from "dockerode";
    import { startDaemon } from "../../../../stack/machine/engine/daemon.ts";
    const { socketPath, ...options } = ${JSON.stringify(options)};
    const docker = new Docker({ socketPath });
    await startDaemon({ ...options, answers: () => docker.ping().then(() => true, () => false) });
  `;
}
