import { applyLimits, areLimited } from "../../process-limits/apply.ts";
import type { ProcessLimitsInputs } from "../../process-limits/process-limits.ts";
import type { Registration, ResourceKind } from "./resource.ts";

/** Limits on containers; their state is what the engine says of the containers. */
export const processLimitsKind: ResourceKind = {
  async plan({ docker }, registration) {
    const limited = await areLimited(processLimits(registration), docker);
    return limited ? { action: "same", made: this.predict(registration) } : { action: "update" };
  },
  async make({ docker }, registration) {
    await applyLimits(processLimits(registration), docker);
    return this.predict(registration);
  },
  predict: (registration) => ({ id: registration.name, state: { ...processLimits(registration) } }),
};

function processLimits({ inputs: { limits } }: Registration): ProcessLimitsInputs {
  return { limits };
}
