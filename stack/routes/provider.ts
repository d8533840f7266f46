import type { dynamic } from "@pulumi/pulumi";
import type { RoutesInputs } from "./inputs.ts";

/**
 * What Pulumi calls. It stores the text of these functions in its state and
 * runs them in another process, so they are short, close over nothing and load
 * the rest when they run; the text, and so the state, changes with them only.
 * Where nothing changes they run `diff` alone, which starts quickly therefore.
 */
export const routesProvider: dynamic.ResourceProvider<RoutesInputs, RoutesInputs> = {
  async diff(_id, olds, news) {
    await import(`${process.cwd()}/quick-start.js`);
    const { diffRoutes } = await import(`${process.cwd()}/routes/apply.ts`);
    return await diffRoutes(olds, news);
  },
  async create(inputs) {
    const { applyRoutes } = await import(`${process.cwd()}/routes/apply.ts`);
    await applyRoutes(inputs);
    return { id: inputs.proxy, outs: inputs };
  },
  async update(_id, _olds, news) {
    const { applyRoutes } = await import(`${process.cwd()}/routes/apply.ts`);
    await applyRoutes(news);
    return { outs: news };
  },
  async delete(_id, inputs) {
    const { removeRoutes } = await import(`${process.cwd()}/routes/remove.ts`);
    await removeRoutes(inputs);
  },
};
