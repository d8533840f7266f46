import * as pulumi from "@pulumi/pulumi";

/**
 * Runs the functions of dynamic resources, in a process of its own. Registered
 * as a resource it starts at once, beside the rest of the update; Pulumi's
 * default one would start only when the first dynamic resource is reached.
 */
export class DynamicProvider extends pulumi.ProviderResource {
  constructor(name: string) {
    super("pulumi-nodejs", name, {});
  }
}
