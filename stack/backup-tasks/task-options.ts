import type Docker from "dockerode";
import { type BackupArgs, backupContainerArgs, backupImageName } from "../backup.ts";
import { findBaseImage, hasImage } from "../base-images.ts";
import type { StackConfig } from "../config/config.ts";
import { labelNames } from "../containers/labels.ts";
import { backupVolume, objectName } from "../containers/names.ts";
import { createOptions } from "../engines/embedded/container-options.ts";
import { processLimit } from "../process-limits/process-limits.ts";
import { redisHost } from "../redis/places.ts";

/** Where a stack's backups are: the folder that is configured, or a volume of its own. */
export type Store = Pick<StackConfig, "stack" | "backupFolder">;

/** Something that a container of the backups' image does once. */
export interface BackupTask {
  /** What the container is asked to do (stack/backup/main.ts). */
  readonly command: readonly string[];
  /** The configuration of the stack whose container it is. */
  readonly config: StackConfig;
  readonly store: Store;
  /** A replica of the stack, which knows the way to Redis; without one the task reaches nothing. */
  readonly replica?: Docker.ContainerInspectInfo;
  /** Whether the stack is up, so that there is a key where one is configured. */
  readonly hasSecrets: boolean;
  /** A volume that it may write to, and where it finds that. */
  readonly target?: { readonly volume: string; readonly path: string };
}

/** A container for a task, confined as that of the schedule is. */
export async function taskOptions(docker: Docker, task: BackupTask): Promise<Docker.ContainerCreateOptions> {
  const { command, config, store, hasSecrets, target } = task;
  const { stack } = config;
  const image = await requireImage(docker, config);
  const volume = store.backupFolder === undefined ? backupVolume(store.stack) : undefined;
  const args = createOptions(backupContainerArgs(taskArgs(task), image, volume));
  const mounts = (args.HostConfig?.Mounts ?? []).filter(
    // A volume that is not there would be made, without its labels.
    ({ Source }) => hasSecrets || Source !== objectName(stack, "secrets"),
  );
  if (target) mounts.push({ Type: "volume", Source: target.volume, Target: target.path, ReadOnly: false });
  const { Healthcheck: _, ...options } = args;
  return {
    ...options,
    name: objectName(stack, "backup", command[0] ?? "", process.pid),
    Labels: { [labelNames.stack]: stack },
    Cmd: ["node", "main.ts", ...command],
    HostConfig: {
      ...args.HostConfig,
      Mounts: mounts,
      PidsLimit: processLimit,
      RestartPolicy: { Name: "no" },
      AutoRemove: true,
    },
  };
}

async function requireImage(docker: Docker, { stack, nodeImage }: StackConfig): Promise<string> {
  const image = backupImageName(stack, nodeImage ?? (await findBaseImage(docker, "node")));
  if (await hasImage(docker, image)) return image;
  throw new Error(
    `stack "${stack}" has nothing to make and read backups with yet: npm run up -- --stack ${stack}`,
  );
}

function taskArgs({ config, store, replica, hasSecrets }: BackupTask): BackupArgs {
  const { stack, backup, backupRetention, backupKey } = config;
  return {
    stack,
    labels: {},
    config: {
      backup,
      backupRetention,
      backupFolder: store.backupFolder,
      backupKey: hasSecrets ? backupKey : undefined,
    },
    baseImage: "",
    release: replica?.Config.Labels[labelNames.release] ?? "none",
    redisEnv: replica ? environmentOf(replica) : { REDIS_HOST: redisHost(stack), REDIS_PORT: "1" },
    network: networkOf(config, replica),
    secrets: objectName(stack, "secrets"),
  };
}

function networkOf({ stack, redisHost }: StackConfig, replica: BackupTask["replica"]): string {
  if (replica === undefined) return "none";
  return objectName(stack, redisHost === undefined ? "back" : "outside");
}

function environmentOf({ Config }: Docker.ContainerInspectInfo): Record<string, string> {
  return Object.fromEntries(Config.Env.map((line) => line.split(/=(.*)/s, 2) as [string, string]));
}
