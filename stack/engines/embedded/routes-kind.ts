import { applyRoutes, isApplied } from "../../routes/apply.ts";
import type { RoutesInputs } from "../../routes/inputs.ts";
import type { Registration, ResourceKind } from "./resource.ts";

/** The proxy's routes; their state is what the proxy serves. */
export const routesKind: ResourceKind = {
  async plan({ docker }, registration) {
    const inputs = routesInputs(registration);
    const applied = await isApplied(inputs, docker);
    return applied ? { action: "same", made: this.predict(registration) } : { action: "update" };
  },
  async make({ docker }, registration) {
    await applyRoutes(routesInputs(registration), docker);
    return this.predict(registration);
  },
  predict: (registration) => ({
    id: routesInputs(registration).proxy,
    state: { ...routesInputs(registration) },
  }),
};

/** Without the provider's text, by which Pulumi calls it. */
function routesInputs({ inputs }: Registration): RoutesInputs {
  const { __provider, ...rest } = inputs;
  return rest as unknown as RoutesInputs;
}
