import type { ContainerCreateOptions } from "dockerode";
import { durationNanoseconds, labelsFrom } from "./arguments.ts";
import type { Registration } from "./resource.ts";

type Inputs = Registration["inputs"];

/** Arguments that change nothing at creation: the engine acts on them elsewhere, or they are its way anyway. */
const handledElsewhere = new Set(["destroyGraceSeconds", "mustRun", "start", "networksAdvanced"]);

const megabyte = 1024 * 1024;

type HostConfig = NonNullable<ContainerCreateOptions["HostConfig"]>;

interface VolumeArgs {
  readonly volumeName?: string;
  readonly hostPath?: string;
  readonly containerPath: string;
  readonly readOnly?: boolean;
}

const containerOptions: Record<string, (value: never) => Partial<ContainerCreateOptions>> = {
  name: (name: string) => ({ name }),
  image: (Image: string) => ({ Image }),
  user: (User: string) => ({ User }),
  envs: (Env: string[]) => ({ Env }),
  command: (Cmd: string[]) => ({ Cmd }),
  labels: (labels: { label: string; value: string }[]) => ({ Labels: labelsFrom(labels) }),
  stopSignal: (StopSignal: string) => ({ StopSignal }),
  stopTimeout: (StopTimeout: number) => ({ StopTimeout }),
  healthcheck: (check: Inputs) => ({
    Healthcheck: {
      Test: check.tests,
      Interval: durationNanoseconds(check.interval),
      Timeout: durationNanoseconds(check.timeout),
      StartPeriod: durationNanoseconds(check.startPeriod),
      Retries: check.retries,
    },
  }),
};

const hostOptions: Record<string, (value: never) => Partial<HostConfig>> = {
  init: (Init: boolean) => ({ Init }),
  readOnly: (ReadonlyRootfs: boolean) => ({ ReadonlyRootfs }),
  capabilities: ({ drops, adds }: { drops?: string[]; adds?: string[] }) => ({
    CapDrop: drops ?? [],
    CapAdd: adds ?? [],
  }),
  securityOpts: (SecurityOpt: string[]) => ({ SecurityOpt }),
  restart: (Name: string) => ({ RestartPolicy: { Name } }),
  memory: (megabytes: number) => ({ Memory: megabytes * megabyte }),
  memorySwap: (megabytes: number) => ({ MemorySwap: megabytes * megabyte }),
  cpus: (cpus: string) => ({ NanoCpus: Math.round(Number(cpus) * 1e9) }),
  tmpfs: (Tmpfs: Record<string, string>) => ({ Tmpfs }),
  volumes: (volumes: VolumeArgs[]) => ({
    Mounts: volumes.map(({ volumeName, hostPath, containerPath, readOnly }) => ({
      Type: hostPath === undefined ? ("volume" as const) : ("bind" as const),
      Source: volumeName ?? hostPath ?? "",
      Target: containerPath,
      ReadOnly: readOnly === true,
    })),
  }),
};

/**
 * The engine's own options for a container that the program describes.
 *
 * @throws Error for an argument that the embedded engine would have to ignore
 */
export function createOptions(inputs: Inputs): ContainerCreateOptions {
  const options: ContainerCreateOptions = {};
  const host: HostConfig = {};
  for (const [name, value] of Object.entries(inputs)) {
    if (handledElsewhere.has(name) || name === "ports" || name === "logDriver" || name === "logOpts")
      continue;
    if (name in containerOptions) Object.assign(options, containerOptions[name]?.(value as never));
    else if (name in hostOptions) Object.assign(host, hostOptions[name]?.(value as never));
    else throw new Error(`the embedded engine does not know the container argument "${name}"`);
  }
  host.LogConfig = { Type: inputs.logDriver, Config: inputs.logOpts };
  return { ...options, ...publishedPorts(inputs.ports ?? [], host), ...firstNetwork(inputs, host) };
}

function publishedPorts(
  ports: { internal: number; external: number; ip: string }[],
  host: HostConfig,
): Partial<ContainerCreateOptions> {
  const key = ({ internal }: { internal: number }) => `${internal}/tcp`;
  host.PortBindings = Object.fromEntries(
    ports.map((port) => [key(port), [{ HostIp: port.ip, HostPort: String(port.external) }]]),
  );
  return { ExposedPorts: Object.fromEntries(ports.map((port) => [key(port), {}])) };
}

/** A container is created on its first network; the others are connected before it starts. */
function firstNetwork(inputs: Inputs, host: HostConfig): Partial<ContainerCreateOptions> {
  const name = inputs.networksAdvanced?.[0]?.name;
  if (name === undefined) return { HostConfig: host };
  return {
    HostConfig: { ...host, NetworkMode: name },
    NetworkingConfig: { EndpointsConfig: { [name]: {} } },
  };
}
