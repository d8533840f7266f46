import type { ContainerArgs, types } from "@pulumi/docker";
import type { Input } from "@pulumi/pulumi";

/**
 * What a container is, in plain values but for what other resources say: the
 * machine gives it to Docker as it is, a Swarm makes a service of it.
 */
export interface ContainerDescription extends ContainerArgs {
  readonly name: string;
  readonly user: string;
  readonly init: boolean;
  readonly readOnly: boolean;
  readonly capabilities: { readonly drops: string[] };
  readonly command?: string[];
  readonly envs?: string[];
  readonly labels: types.input.ContainerLabel[];
  readonly ports?: Port[];
  readonly volumes?: Mounted[];
  readonly networksAdvanced: { readonly name: Input<string> }[];
  /** Options of a mount, by path. */
  readonly tmpfs: Record<string, string>;
  /** Settings of the kernel for the container's own namespaces. */
  readonly sysctls?: Record<string, string>;
  /** Megabytes. */
  readonly memory: number;
  readonly cpus: string;
  readonly logDriver: string;
  readonly logOpts: Record<string, string>;
  readonly healthcheck: HealthCheck;
  readonly stopSignal?: string;
  /** Seconds. */
  readonly stopTimeout: number;
}

/** A volume, or a folder of the host. */
interface Mounted {
  readonly volumeName?: Input<string>;
  readonly hostPath?: string;
  readonly containerPath: string;
  readonly readOnly?: boolean;
}

interface Port {
  readonly internal: number;
  readonly external: number;
  readonly ip: string;
}

/** Times are as Go writes them. */
export interface HealthCheck {
  readonly tests: string[];
  readonly interval: string;
  readonly timeout: string;
  readonly startPeriod: string;
  readonly retries: number;
}
