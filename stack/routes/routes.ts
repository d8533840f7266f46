import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../dynamic-resource.ts";
import type { RoutesInputs } from "./inputs.ts";
import provider from "./provider.ts";

export type RoutesArgs = { readonly [Name in keyof RoutesInputs]: pulumi.Input<RoutesInputs[Name]> };

/**
 * The proxy's routes, a resource of their own: to create or update it is to
 * gate every replica, switch the proxy over to them without losing a request
 * and remove what is no longer needed. To delete it is to stop the proxy.
 */
export class Routes extends DynamicResource {
  constructor(name: string, args: RoutesArgs, options?: pulumi.CustomResourceOptions) {
    super("Routes", name, args, { provider, module: "routes/provider.ts" }, options);
  }
}
