import type { dynamic } from "@pulumi/pulumi";
import type { RoutesInputs } from "./inputs.ts";

const load = () => import("./apply.ts");

/** What Pulumi calls, in a process of its own; it loads no more than it needs, for an update that changes nothing. */
const provider: dynamic.ResourceProvider<RoutesInputs, RoutesInputs> = {
  async diff(_id, olds, news) {
    return await (await load()).diffRoutes(olds, news);
  },
  async create(inputs) {
    await (await load()).applyRoutes(inputs);
    return { id: inputs.proxy, outs: inputs };
  },
  async update(_id, _olds, news) {
    await (await load()).applyRoutes(news);
    return { outs: news };
  },
  async delete(_id, inputs) {
    const { removeRoutes } = await import("./remove.ts");
    await removeRoutes(inputs);
  },
};

export default provider;
