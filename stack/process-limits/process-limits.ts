import * as pulumi from "@pulumi/pulumi";

/** How many processes and threads each container may have at once. */
export interface ProcessLimitsInputs {
  /** Limits by container name. */
  readonly limits: Readonly<Record<string, number>>;
}

/** Room for what a container runs and for its health checks, many times over. */
export const processLimit = 128;

/** The gate asks every new replica at the same time, each by a few processes in the proxy's container. */
export const proxyProcessLimit = 1024;

/** What Pulumi stores and calls; short and closed over nothing, for the reason that routes/provider.ts gives. */
const provider: pulumi.dynamic.ResourceProvider<ProcessLimitsInputs, ProcessLimitsInputs> = {
  async diff(_id, olds, news) {
    const { diffLimits } = await import(`${process.cwd()}/process-limits/apply.ts`);
    return await diffLimits(olds, news);
  },
  async create(inputs) {
    const { applyLimits } = await import(`${process.cwd()}/process-limits/apply.ts`);
    await applyLimits(inputs);
    return { id: "process-limits", outs: inputs };
  },
  async update(_id, _olds, news) {
    const { applyLimits } = await import(`${process.cwd()}/process-limits/apply.ts`);
    await applyLimits(news);
    return { outs: news };
  },
};

/** The limits, a resource of their own: the provider's containers have no argument for them. */
export class ProcessLimits extends pulumi.dynamic.Resource {
  constructor(
    name: string,
    args: { readonly limits: pulumi.Input<ProcessLimitsInputs["limits"]> },
    options?: pulumi.CustomResourceOptions,
  ) {
    super(provider, name, args, options, "tally", "ProcessLimits");
  }
}
