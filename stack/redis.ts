import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { commonArgs, cpuLimit, goDuration, stopGraceSeconds, tmpfs } from "./container-args.ts";
import { buildImage } from "./image.ts";
import { type Labels, labelArgs, labelNames } from "./labels.ts";
import { objectName } from "./names.ts";
import { sourceDigest } from "./sources.ts";

export interface RedisArgs {
  readonly stack: string;
  readonly labels: Labels;
  readonly baseImage: string;
  readonly port: number;
  readonly memoryMegabytes: number;
  readonly network: pulumi.Input<string>;
}

/** The name under which replicas reach the stack's own Redis. */
export function redisHost(stack: string): string {
  return objectName(stack, "redis");
}

/** The stack's own Redis, with the volume that holds the counts and the one that holds its password. */
export class Redis extends pulumi.ComponentResource {
  /** The volume with the password, for whoever may read it. */
  readonly secrets: pulumi.Output<string>;

  constructor(name: string, args: RedisArgs, options?: pulumi.ComponentResourceOptions) {
    super("tally:stack:Redis", name, {}, options);
    const image = buildImage(
      "redis-image",
      {
        reference: `${objectName(args.stack, "redis")}:${sourceDigest(["stack/redis"]).slice(0, 10)}`,
        context: "stack/redis",
        dockerfile: "stack/redis/Dockerfile",
        args: { BASE_IMAGE: args.baseImage },
      },
      { parent: this },
    );
    const data = volume(this, args, "data", { [labelNames.retain]: "true" });
    this.secrets = volume(this, args, "secrets", {});
    const mounts = { data, secrets: this.secrets };
    new docker.Container("redis", redisContainerArgs(args, image, mounts), {
      parent: this,
      replaceOnChanges: ["*"],
      // Two processes must never write to one volume.
      deleteBeforeReplace: true,
    });
    this.registerOutputs({ secrets: this.secrets });
  }
}

/** The container's arguments. */
export function redisContainerArgs(
  args: RedisArgs,
  image: pulumi.Input<string>,
  volumes: { data: pulumi.Input<string>; secrets: pulumi.Input<string> },
): docker.ContainerArgs {
  return {
    ...commonArgs,
    name: redisHost(args.stack),
    image,
    envs: [
      `REDIS_PORT=${args.port}`,
      // The rest is room for buffers and for the copy that a rewrite of the log makes.
      `REDIS_MAXMEMORY=${Math.floor(args.memoryMegabytes * 0.6)}mb`,
    ],
    labels: labelArgs({ ...args.labels, [labelNames.role]: "redis" }),
    networksAdvanced: [{ name: args.network }],
    volumes: [
      { volumeName: volumes.data, containerPath: "/var/lib/tally" },
      { volumeName: volumes.secrets, containerPath: "/run/secrets" },
    ],
    tmpfs: tmpfs(16),
    memory: args.memoryMegabytes,
    memorySwap: args.memoryMegabytes,
    cpus: cpuLimit(1),
    healthcheck: {
      tests: ["CMD-SHELL", "redis-cli ping | grep -q PONG"],
      interval: goDuration(5),
      timeout: goDuration(5),
      startPeriod: goDuration(10),
      retries: 3,
    },
    stopTimeout: stopGraceSeconds,
    // Replicas find the password only once Redis has made it.
    wait: true,
    waitTimeout: 60,
  };
}

function volume(
  parent: pulumi.Resource,
  { stack, labels }: RedisArgs,
  part: string,
  extraLabels: Labels,
): pulumi.Output<string> {
  const retainOnDelete = labelNames.retain in extraLabels;
  return new docker.Volume(
    `redis-${part}`,
    { name: objectName(stack, "redis", part), labels: labelArgs({ ...labels, ...extraLabels }) },
    { parent, retainOnDelete },
  ).name;
}
