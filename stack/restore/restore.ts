import type Docker from "dockerode";
import { runBackupTask } from "../backup-tasks/task.ts";
import type { BackupTask } from "../backup-tasks/task-options.ts";
import { dataPath } from "../redis/places.ts";
import { prepareData } from "./preparation.ts";
import { rehearse, rehearseLog } from "./rehearsal.ts";
import { preparedFolder, prepareKept, pruneKept, swapData } from "./swap.ts";

export interface Restored {
  /** The folder on the volume of Redis's data that holds what was there before. */
  readonly aside: string;
  /** How long Redis was away. */
  readonly pausedMs: number;
}

/**
 * Puts the data of a backup in place of those of a stack's own Redis, which
 * serves until they are ready: extracted, loaded, and written as its log.
 *
 * @param reading reads the backup, without its command
 * @param own the stack's own Redis
 * @throws Error when anything is wrong; Redis has the data that it had then
 */
export async function restoreBackup(
  docker: Docker,
  reading: Omit<BackupTask, "command">,
  own: Docker.ContainerInspectInfo,
  [name, trust]: readonly [name: string, trust: string],
  report: (line: string) => void,
): Promise<Restored> {
  return await prepareAndSwap(docker, own, report, async () => {
    const target = {
      volume: own.Mounts.find((each) => each.Destination === dataPath)?.Name ?? "",
      path: dataPath,
    };
    const rdb = `${dataPath}/${preparedFolder}/dump.rdb`;
    await runBackupTask(docker, { ...reading, target, command: ["extract", name, trust, rdb, dataPath] });
    report("Redis loads it beside the one that serves …");
    await rehearse(docker, own, preparedFolder, maxMemoryOf(own));
  });
}

/** Whether a name is that of data that a restore has kept aside. */
export function isKeptAside(name: string): boolean {
  return /^before-\d{8}T\d{9}Z$/.test(name);
}

/**
 * Puts data that were kept aside back in place; they stay where they are, too.
 *
 * @throws Error as `restoreBackup`
 */
export async function restoreKept(
  docker: Docker,
  own: Docker.ContainerInspectInfo,
  name: string,
  report: (line: string) => void,
): Promise<Restored> {
  return await prepareAndSwap(docker, own, report, async () => {
    await prepareKept(docker, own, name);
    report("Redis loads them beside the one that serves …");
    await rehearseLog(docker, own, preparedFolder);
  });
}

async function prepareAndSwap(
  docker: Docker,
  own: Docker.ContainerInspectInfo,
  report: (line: string) => void,
  prepare: () => Promise<void>,
): Promise<Restored> {
  await prepareData(docker, own, report, prepare);
  const aside = `before-${new Date().toISOString().replace(/[-:.]/g, "")}`;
  report("Counting pauses while Redis starts again with the restored counts …");
  const pausedMs = await swapData(docker, own, aside);
  await pruneKept(docker, own, aside).catch((error: Error) =>
    report(`The data of earlier restores could not be removed: ${error.message}`),
  );
  return { aside, pausedMs };
}

/** In bytes, as the container was told. */
function maxMemoryOf({ Config }: Docker.ContainerInspectInfo): number {
  const [, megabytes = 0] = /^REDIS_MAXMEMORY=(\d+)mb$/m.exec(Config.Env.join("\n")) ?? [];
  return Number(megabytes) * 1024 * 1024;
}
