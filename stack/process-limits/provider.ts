import type { dynamic } from "@pulumi/pulumi";
import type { ProcessLimitsInputs } from "./process-limits.ts";

const load = () => import("./apply.ts");

/** What Pulumi calls, in a process of its own. */
const provider: dynamic.ResourceProvider<ProcessLimitsInputs, ProcessLimitsInputs> = {
  async diff(_id, olds, news) {
    return await (await load()).diffLimits(olds, news);
  },
  async create(inputs) {
    await (await load()).applyLimits(inputs);
    return { id: "process-limits", outs: inputs };
  },
  async update(_id, _olds, news) {
    await (await load()).applyLimits(news);
    return { outs: news };
  },
};

export default provider;
