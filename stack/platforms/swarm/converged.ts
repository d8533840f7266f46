import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../../dynamic-resource.ts";
import provider from "./converged-provider.ts";
import type { ManagerSettings } from "./manager.ts";

export interface ConvergedInputs {
  readonly manager: ManagerSettings;
  readonly service: string;
  /** What the service's tasks are to be; another one is waited for. */
  readonly task: unknown;
  readonly timeoutSeconds: number;
}

type ConvergedArgs = { readonly [Name in keyof ConvergedInputs]: pulumi.Input<ConvergedInputs[Name]> };

/** That a service runs on every node that it is for: Docker's provider waits for others only. */
export class Converged extends DynamicResource {
  constructor(name: string, args: ConvergedArgs, options?: pulumi.CustomResourceOptions) {
    super("Converged", name, args, { provider, module: "platforms/swarm/converged-provider.ts" }, options);
  }
}
