import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../../dynamic-resource.ts";
import provider from "./generated-secret-provider.ts";

/** A key of 256 random bits, made once; Pulumi's state keeps it encrypted. */
export class GeneratedSecret extends DynamicResource {
  declare readonly value: pulumi.Output<string>;

  constructor(name: string, options?: pulumi.CustomResourceOptions) {
    const secret = { additionalSecretOutputs: ["value"] };
    super(
      "GeneratedSecret",
      name,
      { value: undefined },
      { provider, module: "platforms/swarm/generated-secret-provider.ts" },
      { ...options, ...secret },
    );
  }
}
