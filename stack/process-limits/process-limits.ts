import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../dynamic-resource.ts";
import provider from "./provider.ts";

/** How many processes and threads each container may have at once. */
export interface ProcessLimitsInputs {
  /** Limits by container name. */
  readonly limits: Readonly<Record<string, number>>;
}

/** Room for what a container runs and for its health checks, many times over. */
export const processLimit = 128;

/** The gate asks every new replica at the same time, each by a few processes in the proxy's container. */
export const proxyProcessLimit = 1024;

/** The limits, a resource of their own: the provider's containers have no argument for them. */
export class ProcessLimits extends DynamicResource {
  constructor(
    name: string,
    args: { readonly limits: pulumi.Input<ProcessLimitsInputs["limits"]> },
    options?: pulumi.CustomResourceOptions,
  ) {
    super("ProcessLimits", name, args, { provider, module: "process-limits/provider.ts" }, options);
  }
}
