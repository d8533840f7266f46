import * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "./config/config.ts";
import { ownRedisPort } from "./config/config-problems.ts";
import { commonArgs, cpuLimit, goDuration, stopGraceSeconds, tmpfs } from "./containers/container-args.ts";
import type { ContainerDescription } from "./containers/description.ts";
import { connectDocker } from "./containers/docker.ts";
import { type Labels, labelArgs, labelNames } from "./containers/labels.ts";
import { objectName } from "./containers/names.ts";
import type { OnPlatform } from "./platforms/platform.ts";
import { maxMemoryMegabytes } from "./redis/memory.ts";
import { dataPath, redisHost } from "./redis/places.ts";
import { untilReady } from "./redis/ready.ts";
import { contextDigest, projectPath } from "./release/build-context.ts";
import { partImage } from "./release/image.ts";
import { redisPasswordFile, secretsPath } from "./secrets/secret-plan.ts";
import { fixedDigest } from "./updates/replacement.ts";

export interface RedisArgs {
  readonly stack: string;
  readonly labels: Labels;
  readonly baseImage: string;
  readonly memoryMegabytes: number;
  /** When a count is on the disk: before it is acknowledged, or within a second or so. */
  readonly fsync: StackConfig["redisFsync"];
  readonly network: pulumi.Input<string>;
  /** The volume in which Redis makes its password. */
  readonly secrets: pulumi.Input<string>;
}

/** The stack's own Redis and the volume that holds the counts, which outlives the stack. */
export class Redis extends pulumi.ComponentResource {
  /** Itself, once it answers: replicas find the password only when Redis has made it. */
  readonly ready: pulumi.Output<pulumi.Resource>;

  constructor(name: string, args: RedisArgs & OnPlatform, options?: pulumi.ComponentResourceOptions) {
    super("tally:stack:Redis", name, {}, options);
    const { platform } = args;
    const image = platform.image(
      "redis-image",
      partImage(args.stack, "redis", "stack/redis", args.baseImage),
      { parent: this },
    );
    const data = platform.volume(
      "redis-data",
      { name: objectName(args.stack, "redis", "data"), labels: args.labels, retained: true },
      { parent: this },
    );
    const container = redisContainerArgs(args, image, data);
    // On a Swarm the password is made elsewhere, and mounted where this names it.
    const given = {
      ...container,
      envs: [...(container.envs ?? []), `REDIS_PASSWORD_FILE=${redisPasswordFile}`],
    };
    const running = platform.run("redis", platform.kind === "swarm" ? given : container, { parent: this });
    this.ready = running.apply<pulumi.Resource>(async (name) => {
      if (platform.kind === "machine" && !pulumi.runtime.isDryRun()) await untilReady(connectDocker(), name);
      return this;
    });
    this.registerOutputs({ data });
  }
}

/** The digest of what only a replacement of the container can change. */
export function redisDigest({
  baseImage,
  memoryMegabytes,
  fsync,
}: Pick<RedisArgs, "baseImage" | "memoryMegabytes" | "fsync">): string {
  return fixedDigest([contextDigest(projectPath("stack/redis")), baseImage, memoryMegabytes, fsync]);
}

/** The container's arguments. */
export function redisContainerArgs(
  args: RedisArgs,
  image: pulumi.Input<string>,
  data: pulumi.Input<string>,
): ContainerDescription {
  return {
    ...commonArgs,
    name: redisHost(args.stack),
    image,
    envs: [
      `REDIS_PORT=${ownRedisPort}`,
      `REDIS_MAXMEMORY=${maxMemoryMegabytes(args.memoryMegabytes)}mb`,
      `REDIS_FSYNC=${args.fsync}`,
    ],
    labels: labelArgs({ ...args.labels, [labelNames.role]: "redis", [labelNames.fixed]: redisDigest(args) }),
    networksAdvanced: [{ name: args.network }],
    volumes: [
      { volumeName: data, containerPath: dataPath },
      { volumeName: args.secrets, containerPath: secretsPath },
    ],
    tmpfs: tmpfs(16),
    memory: args.memoryMegabytes,
    memorySwap: args.memoryMegabytes,
    cpus: cpuLimit(1),
    healthcheck: {
      tests: ["CMD-SHELL", "redis-cli ping | grep -q PONG"],
      // Each costs an engine a fifth of a second of processor time, by starting a process in the container.
      interval: goDuration(5),
      timeout: goDuration(5),
      startPeriod: goDuration(10),
      retries: 3,
    },
    stopTimeout: stopGraceSeconds,
  };
}
