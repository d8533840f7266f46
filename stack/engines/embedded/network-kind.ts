import { isNotFound } from "../../containers/docker.ts";
import { labelsFrom } from "./arguments.ts";
import type { Registration, ResourceKind } from "./resource.ts";

/** A Docker network, known by its name. */
export const networkKind: ResourceKind = {
  async plan({ docker }, { inputs }) {
    try {
      const { Id } = await docker.getNetwork(inputs.name).inspect();
      return { action: "same", made: { id: Id, state: inputs } };
    } catch (error) {
      if (isNotFound(error)) return { action: "create" };
      throw error;
    }
  },
  async make({ docker }, { inputs }) {
    const network = await docker.createNetwork({
      Name: inputs.name,
      CheckDuplicate: true,
      Driver: "bridge",
      Internal: inputs.internal === true,
      Options: inputs.options ?? {},
      Labels: labelsFrom(inputs.labels),
    });
    return { id: network.id, state: inputs };
  },
  predict: ({ name, inputs }: Registration) => ({ id: name, state: inputs }),
};
