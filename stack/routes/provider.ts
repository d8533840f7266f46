import type { dynamic } from "@pulumi/pulumi";
import { appliedProvider } from "../applied-provider.ts";
import type { RoutesInputs } from "./inputs.ts";

const load = () => import("./apply.ts");

const provider: dynamic.ResourceProvider<RoutesInputs, RoutesInputs> = {
  ...appliedProvider<RoutesInputs>({
    id: ({ proxy }) => proxy,
    diff: async (olds, news) => await (await load()).diffRoutes(olds, news),
    apply: async (inputs) => await (await load()).applyRoutes(inputs),
  }),
  async delete(_id, inputs) {
    const { removeRoutes } = await import("./remove.ts");
    await removeRoutes(inputs);
  },
};

export default provider;
