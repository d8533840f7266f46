import * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "./config/config.ts";
import { commonArgs, cpuLimit, goDuration, stopGraceSeconds, tmpfs } from "./containers/container-args.ts";
import type { ContainerDescription } from "./containers/description.ts";
import { type Labels, labelArgs, labelNames } from "./containers/labels.ts";
import { backupVolume, objectName } from "./containers/names.ts";
import type { OnPlatform } from "./platforms/platform.ts";
import { buildTag, type ImageOptions, partImage } from "./release/image.ts";
import { backupKeyFile, secretsPath } from "./secrets/secret-plan.ts";

export interface BackupArgs {
  readonly stack: string;
  readonly labels: Labels;
  readonly config: BackupConfig;
  readonly baseImage: string;
  readonly release: string;
  /** The environment of the replicas, which says where Redis is. */
  readonly redisEnv: Readonly<Record<string, string>>;
  readonly network: pulumi.Input<string>;
  readonly secrets: pulumi.Input<string>;
  /** What the schedule needs to be there first; its image is built before that. */
  readonly after?: readonly pulumi.Input<pulumi.Resource>[];
}

export type BackupConfig = Pick<StackConfig, "backup" | "backupRetention" | "backupFolder" | "backupKey">;

/** Where the container has the backups. */
export const backupsPath = "/var/lib/tally-backups";

/**
 * The schedule of backups, the image that makes them on demand too, and the
 * volume that holds them, which outlives the stack.
 */
export class Backup extends pulumi.ComponentResource {
  /** The name of the schedule's container, where there is one. */
  readonly names: readonly string[];
  /** The name of the image. */
  readonly image: string;

  constructor(name: string, args: BackupArgs & OnPlatform, options?: pulumi.ComponentResourceOptions) {
    super("tally:stack:Backup", name, {}, options);
    const { platform } = args;
    const image = platform.image("backup-image", backupImage(args.stack, args.baseImage), { parent: this });
    const store =
      args.config.backupFolder === undefined
        ? platform.volume(
            "backups",
            { name: backupVolume(args.stack), labels: args.labels, retained: true },
            { parent: this },
          )
        : undefined;
    this.image = backupImageName(args.stack, args.baseImage);
    this.names = args.config.backup > 0 ? [objectName(args.stack, "backup")] : [];
    if (args.config.backup > 0) {
      platform.run("backup", backupContainerArgs(args, image, store), {
        parent: this,
        dependsOn: [...(args.after ?? [])],
      });
    }
    this.registerOutputs({ store, names: this.names });
  }
}

/** How the image is built. */
export function backupImage(stack: string, baseImage: string): ImageOptions {
  return partImage(stack, "backup", "stack/backup", baseImage);
}

/** The image's whole name. */
export function backupImageName(stack: string, baseImage: string): string {
  const { repository, context, args } = backupImage(stack, baseImage);
  return `${repository}:${buildTag(context, args)}`;
}

const redisVariables = new Set(
  ["HOST", "PORT", "TLS", "USERNAME", "PASSWORD_FILE"].map((name) => `REDIS_${name}`),
);

/** The container's arguments. */
export function backupContainerArgs(
  args: BackupArgs,
  image: pulumi.Input<string>,
  volume: pulumi.Input<string> | undefined,
): ContainerDescription {
  const { backup, backupFolder, backupKey, backupRetention } = args.config;
  const redis = Object.entries(args.redisEnv).filter(([name]) => redisVariables.has(name));
  const env = {
    STACK: args.stack,
    RELEASE: args.release,
    BACKUP_FOLDER: backupsPath,
    BACKUP_INTERVAL_SECONDS: String(backup),
    BACKUP_RETENTION: String(backupRetention),
    ...(backupKey === undefined ? {} : { BACKUP_KEY_FILE: backupKeyFile }),
    ...Object.fromEntries(redis),
  };
  const store = volume === undefined ? { hostPath: backupFolder ?? "" } : { volumeName: volume };
  return {
    ...commonArgs,
    name: objectName(args.stack, "backup"),
    image,
    envs: Object.entries(env).map(([key, value]) => `${key}=${value}`),
    labels: labelArgs({ ...args.labels, [labelNames.role]: "backup" }),
    networksAdvanced: [{ name: args.network }],
    volumes: [
      { ...store, containerPath: backupsPath },
      { volumeName: args.secrets, containerPath: secretsPath, readOnly: true },
    ],
    tmpfs: tmpfs(16),
    memory: 128,
    memorySwap: 128,
    cpus: cpuLimit(0.5),
    healthcheck: {
      tests: ["CMD", "node", "health-check.ts"],
      interval: goDuration(30),
      timeout: goDuration(5),
      startPeriod: goDuration(59),
      retries: 3,
    },
    stopTimeout: stopGraceSeconds,
  };
}
