import { isDeepStrictEqual } from "node:util";
import type { dynamic } from "@pulumi/pulumi";
import type { ConvergedInputs } from "./converged.ts";

const load = () => import("./convergence.ts");

/** What Pulumi calls, in a process of its own. */
const provider: dynamic.ResourceProvider<ConvergedInputs, ConvergedInputs> = {
  async diff(_id, olds, news) {
    // The manager is only the way there, and the time only for how long.
    return { changes: !isDeepStrictEqual([olds.service, olds.task], [news.service, news.task]) };
  },
  async create(inputs) {
    await (await load()).awaitConvergence(inputs);
    return { id: inputs.service, outs: inputs };
  },
  async update(_id, _olds, news) {
    await (await load()).awaitConvergence(news);
    return { outs: news };
  },
};

export default provider;
