import { runBackupTask } from "../backup-tasks/task.ts";
import type { CommandContext } from "./command.ts";
import { createDataProgress } from "./data-progress.ts";
import { findRunningStack } from "./running-stack.ts";
import { readSettings } from "./settings.ts";

/** Makes a backup of a running stack's counts, now. */
export async function backup({ docker, options, report }: CommandContext): Promise<void> {
  const config = await readSettings(options);
  const { replica } = await findRunningStack(docker, config.stack);
  const progress = createDataProgress("Backing up");
  const task = { command: ["take"], config, store: config, replica, hasSecrets: true };
  const taken = await runBackupTask(docker, task, progress.update).finally(() => progress.stop());
  const { name, bytes, encrypted, removed } = taken as unknown as Taken;
  for (const outdated of removed) report(`Removed ${outdated}: ${config.backupRetention} are kept.`);
  const how = encrypted ? "encrypted" : "in clear: there is no tally:backupKey";
  const where = config.backupFolder ?? `volume tally-${config.stack}-backups`;
  report(`Backed up stack "${config.stack}", ${bytes} bytes of data, ${how}, in ${where}:`);
  console.log(name);
}

interface Taken {
  readonly name: string;
  readonly bytes: number;
  readonly encrypted: boolean;
  readonly removed: readonly string[];
}
