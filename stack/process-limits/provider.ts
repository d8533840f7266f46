import { appliedProvider } from "../applied-provider.ts";
import type { ProcessLimitsInputs } from "./process-limits.ts";

const load = () => import("./apply.ts");

export default appliedProvider<ProcessLimitsInputs>({
  id: () => "process-limits",
  diff: async (olds, news) => await (await load()).diffLimits(olds, news),
  apply: async (inputs) => await (await load()).applyLimits(inputs),
});
