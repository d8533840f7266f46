import { isNotFound } from "../../containers/docker.ts";
import { labelsFrom } from "./arguments.ts";
import type { Registration, ResourceKind } from "./resource.ts";

/** A Docker volume, known by its name; one that is there is never made anew, for it may hold the counts. */
export const volumeKind: ResourceKind = {
  async plan({ docker }, { inputs }) {
    try {
      await docker.getVolume(inputs.name).inspect();
      return { action: "same", made: { id: inputs.name, state: inputs } };
    } catch (error) {
      if (isNotFound(error)) return { action: "create" };
      throw error;
    }
  },
  async make({ docker }, { inputs }) {
    await docker.createVolume({ Name: inputs.name, Labels: labelsFrom(inputs.labels) });
    return { id: inputs.name, state: inputs };
  },
  predict: ({ inputs }: Registration) => ({ id: inputs.name, state: inputs }),
};
