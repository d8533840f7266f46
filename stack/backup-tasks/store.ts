import type Docker from "dockerode";
import { parseBackupName, type StoredBackup } from "../backup/store.ts";
import type { StackConfig } from "../config/config.ts";
import { isNotFound } from "../containers/docker.ts";
import { backupVolume } from "../containers/names.ts";
import { runBackupTask } from "./task.ts";
import type { Store } from "./task-options.ts";

/**
 * The backups in the store of a stack, the newest first.
 *
 * @throws Error when it has no store on this machine
 */
export async function loadBackups(docker: Docker, config: StackConfig): Promise<StoredBackup[]> {
  await requireStore(docker, config);
  const task = { command: ["list"], config, store: config, hasSecrets: false };
  return (await runBackupTask(docker, task)).backups as StoredBackup[];
}

/** @throws Error when the stack has no store on this machine */
export async function requireStore(docker: Docker, { stack, backupFolder }: Store): Promise<void> {
  if (backupFolder !== undefined) return;
  try {
    await docker.getVolume(backupVolume(stack)).inspect();
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new Error(`stack "${stack}" has no backups on this machine`, { cause: error });
  }
}

/**
 * The name of the backup that is meant, and its stack.
 *
 * @param named a name, `latest`, or nothing
 * @throws Error saying what there is
 */
export async function chooseBackup(
  docker: Docker,
  config: StackConfig,
  named: string | undefined,
): Promise<{ name: string; stack: string }> {
  const { stack } = config;
  if (named !== undefined && named !== "latest") {
    const parsed = parseBackupName(named);
    if (parsed) return { name: named, stack: parsed.stack };
    throw new Error(`"${named}" is no name of a backup; npm run backups -- --stack ${stack} lists them`);
  }
  const backups = await loadBackups(docker, config);
  const [newest] = backups;
  if (newest === undefined) throw new Error(`stack "${stack}" has no backups yet: npm run backup`);
  if (named === "latest") return { name: newest.name, stack };
  throw new Error(
    `say which backup: --backup latest, or --backup with one of ${backups.map(({ name }) => name).join(", ")}`,
  );
}
