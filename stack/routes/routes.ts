import * as pulumi from "@pulumi/pulumi";
import type { RoutesSettings } from "../../nginx/render.ts";
import { routesProvider } from "./provider.ts";

/** What a change of routes is made from. */
export interface RoutesInputs {
  readonly stack: string;
  /** The proxy's container, by name. */
  readonly proxy: string;
  /** The network on which the proxy reaches the replicas. */
  readonly network: string;
  readonly release: string;
  /** The replicas' containers, by name. */
  readonly replicas: readonly string[];
  readonly settings: RoutesSettings;
  /** How long a replica may take to become ready, in seconds. */
  readonly gateTimeoutSeconds: number;
  /** How long it is then watched, in seconds. */
  readonly gateWatchSeconds: number;
  /** How many releases are kept to go back to. */
  readonly keepReleases: number;
}

export type RoutesArgs = { readonly [Name in keyof RoutesInputs]: pulumi.Input<RoutesInputs[Name]> };

/**
 * The proxy's routes, a resource of their own: to create or update it is to
 * gate every replica, switch the proxy over to them without losing a request
 * and remove what is no longer needed.
 */
export class Routes extends pulumi.dynamic.Resource {
  constructor(name: string, args: RoutesArgs, options?: pulumi.CustomResourceOptions) {
    super(routesProvider, name, args, options, "tally", "Routes");
  }
}
