import type { TakenBackup } from "../backup/take-backup.ts";
import { runBackupTask } from "../backup-tasks/task.ts";
import type { StackConfig } from "../config/config.ts";
import type { CommandContext } from "./command.ts";
import { createDataProgress } from "./data-progress.ts";
import { findRunningStack } from "./running-stack.ts";
import { readSettings } from "./settings.ts";

/** Makes a backup of a running stack's counts, now. */
export async function backup({ docker, options, report }: CommandContext): Promise<void> {
  const config = await readSettings(options);
  refuseGroups(config);
  const { replica } = await findRunningStack(docker, config.stack);
  const progress = createDataProgress("Backing up");
  const task = { command: ["take"], config, store: config, replica, hasSecrets: true };
  const taken = await runBackupTask(docker, task, progress.update).finally(() => progress.stop());
  const { name, bytes, encrypted, removed, unremoved } = taken as unknown as TakenBackup;
  for (const outdated of removed) report(`Removed ${outdated}: ${config.backupRetention} are kept.`);
  for (const reason of unremoved) report(`One that is too many could not be removed: ${reason}`);
  const how = encrypted ? "encrypted" : "in clear: there is no tally:backupKey";
  const where = config.backupFolder ?? `volume tally-${config.stack}-backups`;
  report(`Backed up stack "${config.stack}", ${bytes} bytes of data, ${how}, in ${where}:`);
  console.log(name);
}

/** What is reached by one of several servers is taken from none of them: it may not have the counts. */
function refuseGroups({ redisSentinel, redisCluster }: StackConfig): void {
  if (redisSentinel === undefined && !redisCluster) return;
  const key = redisCluster ? "redisCluster" : "redisSentinel";
  throw new Error(
    `with tally:${key} there are no backups, which are taken from one Redis: use npm run export`,
  );
}
