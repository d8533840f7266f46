import * as pulumi from "@pulumi/pulumi";
import { commonArgs, cpuLimit, goDuration, stopGraceSeconds, tmpfs } from "./containers/container-args.ts";
import type { ContainerDescription } from "./containers/description.ts";
import { type Labels, labelArgs, labelNames } from "./containers/labels.ts";
import { objectName } from "./containers/names.ts";
import type { OnPlatform } from "./platforms/platform.ts";
import { gatedHealthCheck } from "./platforms/swarm/health-gate.ts";
import type { ReleaseSpec } from "./release/release.ts";
import { secretsPath } from "./secrets/secret-plan.ts";

export interface ReplicasArgs {
  readonly stack: string;
  readonly labels: Labels;
  readonly count: number;
  readonly release: string;
  readonly spec: ReleaseSpec;
  readonly image: pulumi.Input<string>;
  readonly networks: readonly pulumi.Input<string>[];
  /** The volume with the secrets. */
  readonly secrets: pulumi.Input<string>;
  /** How long a replica may take to become ready, in seconds; on a machine, the routes' gate says so. */
  readonly gateTimeoutSeconds?: number;
}

/**
 * The containers of one release. On a machine the release is part of their names, so a
 * new one starts beside the old one, and a failed one leaves the old one alone. On a
 * Swarm they are one service, which brings a new release in a few replicas at a time
 * and goes back by itself.
 */
export class Replicas extends pulumi.ComponentResource {
  readonly names: readonly string[];

  constructor(name: string, args: ReplicasArgs & OnPlatform, options?: pulumi.ComponentResourceOptions) {
    super("tally:stack:Replicas", name, {}, options);
    const { platform } = args;
    if (platform.kind === "swarm") {
      this.names = [objectName(args.stack, "service")];
      platform.replicate("service", swarmReplicaArgs(args), args.count, { parent: this });
    } else {
      this.names = replicaNames(args.stack, args.release, args.count);
      for (const [index, replica] of this.names.entries()) {
        platform.runBeside(`service-${args.release}-${index + 1}`, replicaContainerArgs(args, replica), {
          parent: this,
          // The release in the name stands for the image: building it again elsewhere is no change.
          // The gate changes the shares.
          ignoreChanges: ["image", "cpuShares"],
        });
      }
    }
    this.registerOutputs({ names: this.names });
  }
}

/** The names of a release's replicas, which are also what Docker's DNS answers to. */
export function replicaNames(stack: string, release: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => objectName(stack, "service", release, index + 1));
}

/** The arguments of one replica's container. */
export function replicaContainerArgs(args: ReplicasArgs, name: string): ContainerDescription {
  const { spec } = args;
  const env = { ...spec.env, RELEASE: args.release, REPLICA: name };
  return {
    ...commonArgs,
    // On a machine the gate starts them, in their turn, and sees to it that they run.
    start: false,
    mustRun: false,
    name,
    image: args.image,
    envs: Object.entries(env).map(([key, value]) => `${key}=${value}`),
    labels: labelArgs({
      ...args.labels,
      [labelNames.role]: "service",
      [labelNames.release]: args.release,
      [labelNames.replica]: name,
    }),
    networksAdvanced: args.networks.map((network) => ({ name: network })),
    ...(args.secrets && {
      volumes: [{ volumeName: args.secrets, containerPath: secretsPath, readOnly: true }],
    }),
    tmpfs: tmpfs(16),
    memory: spec.memoryMegabytes,
    memorySwap: spec.memoryMegabytes,
    cpus: cpuLimit(spec.cpus),
    healthcheck: {
      tests: ["CMD", "node", "service/health-check.ts"],
      interval: goDuration(spec.health.intervalSeconds),
      timeout: goDuration(spec.health.timeoutSeconds),
      startPeriod: goDuration(spec.health.startPeriodSeconds),
      retries: spec.health.retries,
    },
    stopTimeout: stopGraceSeconds,
  };
}

/** The same of the service that is all replicas on a Swarm, which gives each a name of its own. */
export function swarmReplicaArgs(args: ReplicasArgs): ContainerDescription {
  return {
    ...replicaContainerArgs(args, "{{.Service.Name}}.{{.Task.Slot}}"),
    name: objectName(args.stack, "service"),
    labels: labelArgs({
      ...args.labels,
      [labelNames.role]: "service",
      [labelNames.release]: args.release,
    }),
    healthcheck: gatedHealthCheck(args.spec.health, args.gateTimeoutSeconds ?? 60),
  };
}
