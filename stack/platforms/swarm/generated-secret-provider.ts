import { randomBytes } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";

/** What Pulumi calls, in a process of its own. */
const provider: dynamic.ResourceProvider<object, { readonly value: string }> = {
  async create() {
    return { id: "generated", outs: { value: randomBytes(32).toString("hex") } };
  },
};

export default provider;
