import type Docker from "dockerode";
import { chooseBackup, requireStore } from "../backup-tasks/store.ts";
import { runBackupTask } from "../backup-tasks/task.ts";
import type { StackConfig } from "../config/config.ts";
import { isKeptAside, type Restored, restoreBackup, restoreKept } from "../restore/restore.ts";
import { withLock } from "../updates/lock.ts";
import type { CommandContext } from "./command.ts";
import { createDataProgress } from "./data-progress.ts";
import type { Options } from "./options.ts";
import { findRunningStack } from "./running-stack.ts";
import { readSettings } from "./settings.ts";

/** Puts the counts of a backup, of this stack or another one, in place of a running stack's. */
export async function restore(context: CommandContext): Promise<void> {
  const { docker, options, report } = context;
  const config = await readSettings(options);
  const { stack, redisHost } = config;
  if (redisHost !== undefined) {
    throw new Error(
      `stack "${stack}" counts in the Redis at ${redisHost}, and only a stack's own is restored`,
    );
  }
  const { redis } = await findRunningStack(docker, stack);
  if (redis?.State.Running !== true) throw new Error(`the Redis of stack "${stack}" is not running`);
  const restored =
    options.backup && isKeptAside(options.backup)
      ? await bringKeptBack(context, redis, options.backup)
      : await bringBackupBack(context, redis, config);
  report(
    `Restored. Redis was away for ${(restored.pausedMs / 1000).toFixed(1)} s; the data from before are in ` +
      `${restored.aside} of volume tally-${stack}-redis-data, and --backup ${restored.aside} brings them back.`,
  );
}

async function bringBackupBack(
  { docker, options, report }: CommandContext,
  redis: Docker.ContainerInspectInfo,
  config: StackConfig,
): Promise<Restored> {
  const { stack } = config;
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
  requireYes(options);
  return await withLock(stack, () => restoreBackup(docker, reading, redis, [chosen.name, trust], report));
}

async function bringKeptBack(
  { docker, options, report }: CommandContext,
  redis: Docker.ContainerInspectInfo,
  name: string,
): Promise<Restored> {
  requireYes(options);
  return await withLock(options.stack, () => restoreKept(docker, redis, name, report));
}

function requireYes({ stack, yes }: Options): void {
  if (yes) return;
  throw new Error(`this replaces the counts of stack "${stack}", which are kept aside; say --yes to do it`);
}
