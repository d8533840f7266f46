import * as pulumi from "@pulumi/pulumi";
import type { RoutesInputs } from "./inputs.ts";
import { routesProvider } from "./provider.ts";

export type RoutesArgs = { readonly [Name in keyof RoutesInputs]: pulumi.Input<RoutesInputs[Name]> };

/**
 * The proxy's routes, a resource of their own: to create or update it is to
 * gate every replica, switch the proxy over to them without losing a request
 * and remove what is no longer needed. To delete it is to stop the proxy.
 */
export class Routes extends pulumi.dynamic.Resource {
  constructor(name: string, args: RoutesArgs, options?: pulumi.CustomResourceOptions) {
    super(routesProvider, name, args, options, "tally", "Routes");
  }
}
