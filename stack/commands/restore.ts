import { chooseBackup, requireStore } from "../backup-tasks/store.ts";
import { runBackupTask } from "../backup-tasks/task.ts";
import { withLock } from "../engines/embedded/lock.ts";
import { restoreBackup } from "../restore/restore.ts";
import type { CommandContext } from "./command.ts";
import { createDataProgress } from "./data-progress.ts";
import { findRunningStack } from "./running-stack.ts";
import { readSettings } from "./settings.ts";

/** Puts the counts of a backup, of this stack or another one, in place of a running stack's. */
export async function restore({ docker, options, report }: CommandContext): Promise<void> {
  const config = await readSettings(options);
  const { stack, redisHost } = config;
  if (redisHost !== undefined) {
    throw new Error(
      `stack "${stack}" counts in the Redis at ${redisHost}, and only a stack's own is restored`,
    );
  }
  const { redis } = await findRunningStack(docker, stack);
  if (redis?.State.Running !== true) throw new Error(`the Redis of stack "${stack}" is not running`);
  const chosen = await chooseBackup(docker, config, options.backup);
  const store = chosen.stack === stack ? config : await readSettings({ ...options, stack: chosen.stack });
  await requireStore(docker, store);

  const reading = { config, store, hasSecrets: true };
  const trust = options.unencrypted ? "unencrypted" : "";
  const progress = createDataProgress("Checking");
  const checking = { ...reading, command: ["check", chosen.name, trust] };
  const { header } = await runBackupTask(docker, checking, progress.update).finally(() => progress.stop());
  const { createdAt } = header as { createdAt: string };
  report(`${chosen.name} is whole: stack "${chosen.stack}" as it was at ${createdAt}.`);
  if (!options.yes) {
    throw new Error(`this replaces the counts of stack "${stack}", which are kept aside; say --yes to do it`);
  }
  await withLock(stack, async () => {
    const { aside, pausedMs } = await restoreBackup(docker, reading, redis, [chosen.name, trust], report);
    report(
      `Restored. Redis was away for ${(pausedMs / 1000).toFixed(1)} s; ` +
        `the data from before are in ${aside} of volume tally-${stack}-redis-data.`,
    );
  });
}
