import type Docker from "dockerode";
import { findContainer, removeContainer } from "../../containers/remove.ts";
import { createOptions } from "./container-options.ts";
import { type Context, digestInputs, inputsLabel, type Registration, type ResourceKind } from "./resource.ts";

/** A container, known by its name; a label holds the digest of what it was made from. */
export const containerKind: ResourceKind = {
  async plan({ docker }, { inputs }) {
    const info = await findContainer(docker, inputs.name);
    if (info === undefined) return { action: "create" };
    const unchanged = info.Config.Labels[inputsLabel] === digestInputs(inputs);
    // One that is not for the program to start is not for it to start again.
    const isStarted = info.State.Running || inputs.start === false;
    if (unchanged && isStarted && isConnected(info, inputs))
      return { action: "same", made: { id: info.Id, state: inputs } };
    return { action: "replace" };
  },
  async make(context, { inputs }) {
    await removeContainer(context.docker, inputs.name, inputs.destroyGraceSeconds);
    const options = createOptions(inputs);
    const container = await context.docker.createContainer({
      ...options,
      Labels: { ...options.Labels, [inputsLabel]: digestInputs(inputs) },
    });
    try {
      await connect(context, container, inputs);
      if (inputs.start !== false) await container.start();
    } catch (error) {
      await container.remove({ force: true, v: true });
      throw error;
    }
    return { id: container.id, state: inputs };
  },
  predict: ({ inputs }: Registration) => ({ id: inputs.name, state: inputs }),
};

/** Whether it is on all its networks: an update that was killed may have left it on the first one only. */
function isConnected(
  { NetworkSettings }: Docker.ContainerInspectInfo,
  { networksAdvanced = [] }: Registration["inputs"],
): boolean {
  return networksAdvanced.every(({ name }: { name: string }) => name in NetworkSettings.Networks);
}

async function connect(
  { docker }: Context,
  container: Docker.Container,
  { networksAdvanced = [] }: Registration["inputs"],
): Promise<void> {
  for (const { name } of networksAdvanced.slice(1)) {
    await docker.getNetwork(name).connect({ Container: container.id });
  }
}
