import * as pulumi from "@pulumi/pulumi";
import type { ManagerSettings } from "./manager.ts";

export interface ConvergedInputs {
  readonly manager: ManagerSettings;
  readonly service: string;
  /** What the service's tasks are to be; another one is waited for. */
  readonly task: unknown;
  readonly timeoutSeconds: number;
}

/** What Pulumi stores and calls; short and closed over nothing, for the reason that routes/provider.ts gives. */
const provider: pulumi.dynamic.ResourceProvider<ConvergedInputs, ConvergedInputs> = {
  async diff(_id, olds, news) {
    const { isDeepStrictEqual } = await import("node:util");
    // The manager is only the way there, and the time only for how long.
    return { changes: !isDeepStrictEqual([olds.service, olds.task], [news.service, news.task]) };
  },
  async create(inputs) {
    const { awaitConvergence } = await import(`${process.cwd()}/platforms/swarm/convergence.ts`);
    await awaitConvergence(inputs);
    return { id: inputs.service, outs: inputs };
  },
  async update(_id, _olds, news) {
    const { awaitConvergence } = await import(`${process.cwd()}/platforms/swarm/convergence.ts`);
    await awaitConvergence(news);
    return { outs: news };
  },
};

type ConvergedArgs = { readonly [Name in keyof ConvergedInputs]: pulumi.Input<ConvergedInputs[Name]> };

/** That a service runs on every node that it is for: Docker's provider waits for others only. */
export class Converged extends pulumi.dynamic.Resource {
  constructor(name: string, args: ConvergedArgs, options?: pulumi.CustomResourceOptions) {
    super(provider, name, args, options, "tally", "Converged");
  }
}
