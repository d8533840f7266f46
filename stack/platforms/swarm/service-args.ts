import type { ServiceArgs, types } from "@pulumi/docker";
import { goDuration, shortDuration } from "../../containers/container-args.ts";
import type { ContainerDescription } from "../../containers/description.ts";
import { labelNames } from "../../containers/labels.ts";
import { secretsPath } from "../../secrets/secret-plan.ts";

type ContainerSpec = types.input.ServiceTaskSpecContainerSpec;
type Mount = types.input.ServiceTaskSpecContainerSpecMount;

/** What a service has besides the container that it runs. */
export interface ServiceRules {
  /** How many there are; without it, one on every node that fits. */
  readonly replicas?: number;
  /** The label that a node must have; without it, any node does. */
  readonly nodeLabel?: string;
  readonly update: types.input.ServiceUpdateConfig;
  /** Absent where there is one on every node, which Docker's provider cannot wait for. */
  readonly converge?: types.input.ServiceConvergeConfig;
  readonly secrets: types.input.ServiceTaskSpecContainerSpecSecret[];
  readonly configs: types.input.ServiceTaskSpecContainerSpecConfig[];
  readonly auth: types.input.ServiceAuth | undefined;
  /** Another number than before makes Swarm update what is no different. */
  readonly forceUpdate: number;
}

/**
 * The service that runs a container on a Swarm, as far as the engines of a Swarm can:
 * they know no bound for processes, and privileges that nobody may gain only as a
 * setting of the engine itself (`no-new-privileges`).
 */
export function serviceArgs(container: ContainerDescription, rules: ServiceRules): ServiceArgs {
  const { update } = rules;
  return {
    name: container.name,
    labels: container.labels,
    ...(rules.auth && { auth: rules.auth }),
    mode: rules.replicas === undefined ? { global: true } : { replicated: { replicas: rules.replicas } },
    // Names lead to the tasks themselves: not every kernel has the IPVS of virtual addresses.
    endpointSpec: { mode: "dnsrr", ports: (container.ports ?? []).map(hostPort) },
    taskSpec: {
      containerSpec: containerSpec(container, rules),
      forceUpdate: rules.forceUpdate,
      networksAdvanceds: container.networksAdvanced.map(({ name }) => ({ id: name })),
      ...(rules.nodeLabel && {
        placement: { constraints: [`node.labels.${rules.nodeLabel}==true`] },
      }),
      resources: {
        limits: { memoryBytes: container.memory * 1024 ** 2, nanoCpus: Number(container.cpus) * 1e9 },
      },
      restartPolicy: { condition: "any", delay: "1s", window: "0s" },
      logDriver: { name: container.logDriver, options: container.logOpts },
    },
    updateConfig: update,
    rollbackConfig: {
      ...(update.parallelism !== undefined && { parallelism: update.parallelism }),
      ...(update.order !== undefined && { order: update.order }),
      ...(update.monitor !== undefined && { monitor: update.monitor }),
      failureAction: "pause",
    },
    ...(rules.converge && { convergeConfig: rules.converge }),
  };
}

function containerSpec(container: ContainerDescription, rules: ServiceRules): ContainerSpec {
  return {
    image: container.image,
    user: container.user,
    init: container.init,
    readOnly: container.readOnly,
    capDrops: container.capabilities.drops,
    ...(container.command && { args: container.command }),
    env: Object.fromEntries((container.envs ?? []).map((line) => line.split(/=(.*)/s, 2))),
    labels: [],
    mounts: [...volumeMounts(container), ...tmpfsMounts(container.tmpfs)],
    secrets: rules.secrets,
    configs: rules.configs,
    healthcheck: {
      ...container.healthcheck,
      interval: shortDuration(container.healthcheck.interval),
      timeout: shortDuration(container.healthcheck.timeout),
      startPeriod: shortDuration(container.healthcheck.startPeriod),
    },
    ...(container.sysctls && { sysctl: container.sysctls }),
    ...(container.stopSignal !== undefined && { stopSignal: container.stopSignal }),
    stopGracePeriod: shortDuration(goDuration(container.stopTimeout)),
  };
}

/** Secrets come by Swarm's own way, in place of the volume for them. */
function volumeMounts({ volumes = [], labels }: ContainerDescription): Mount[] {
  const ofStack = labels.filter(({ label }) => label === labelNames.stack);
  const volumeOptions = { labels: [...ofStack, { label: labelNames.retain, value: "true" }] };
  return volumes
    .filter(({ containerPath }) => containerPath !== secretsPath)
    .map(({ volumeName, hostPath, containerPath, readOnly = false }) =>
      volumeName === undefined
        ? { type: "bind", source: hostPath ?? "", target: containerPath, readOnly }
        : { type: "volume", source: volumeName, target: containerPath, readOnly, volumeOptions },
    );
}

/** Swarm adds `noexec`, `nosuid` and `nodev` itself. */
function tmpfsMounts(tmpfs: Readonly<Record<string, string>>): Mount[] {
  return Object.entries(tmpfs).map(([target, options]) => {
    const [, megabytes = "16"] = /size=(\d+)m/.exec(options) ?? [];
    const [, mode = "1777"] = /mode=(\d+)/.exec(options) ?? [];
    return {
      type: "tmpfs",
      target,
      tmpfsOptions: { sizeBytes: Number(megabytes) * 1024 ** 2, mode: Number.parseInt(mode, 8) },
    };
  });
}

/** At a port of the node that the container is on; the engines' own mesh needs IPVS as well. */
function hostPort({ internal, external }: { internal: number; external: number }) {
  return { targetPort: internal, publishedPort: external, publishMode: "host", protocol: "tcp" };
}
