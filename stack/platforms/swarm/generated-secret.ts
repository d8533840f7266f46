import * as pulumi from "@pulumi/pulumi";

interface Generated {
  readonly value: string;
}

/** What Pulumi stores and calls; short and closed over nothing, for the reason that routes/provider.ts gives. */
const provider: pulumi.dynamic.ResourceProvider<object, Generated> = {
  async create() {
    const { randomBytes } = await import("node:crypto");
    const value = randomBytes(32).toString("hex");
    return { id: "generated", outs: { value } };
  },
};

/** A key of 256 random bits, made once; Pulumi's state keeps it encrypted. */
export class GeneratedSecret extends pulumi.dynamic.Resource {
  declare readonly value: pulumi.Output<string>;

  constructor(name: string, options?: pulumi.CustomResourceOptions) {
    const secret = { additionalSecretOutputs: ["value"] };
    super(provider, name, { value: undefined }, { ...options, ...secret }, "tally", "GeneratedSecret");
  }
}
