import { isDeepStrictEqual } from "node:util";
import { appliedProvider } from "../../applied-provider.ts";
import type { ConvergedInputs } from "./converged.ts";

export default appliedProvider<ConvergedInputs>({
  id: ({ service }) => service,
  diff: async (olds, news) => ({
    // The manager is only the way there, and the time only for how long.
    changes: !isDeepStrictEqual([olds.service, olds.task], [news.service, news.task]),
  }),
  apply: async (inputs) => await (await import("./convergence.ts")).awaitConvergence(inputs),
});
