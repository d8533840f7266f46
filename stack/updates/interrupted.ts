import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";
import { openContainer } from "../../nginx/container.ts";
import { readProven } from "../../nginx/switch.ts";
import { isNotFound } from "../containers/docker.ts";
import { labelNames } from "../containers/labels.ts";
import { objectName } from "../containers/names.ts";

const containerType = "docker:index/container:Container";
const networkType = "docker:index/network:Network";

/**
 * Removes what stands in the way of a creation: an object of this stack that
 * Pulumi's state knows nothing of, because the update that made it was killed.
 * Its name would be refused for ever. What serves is left alone: there, it is
 * the state that is lost, and the engine's refusal of the name is right.
 */
export function clearInterruptedCreations(docker: Docker, stack: string): void {
  const hook = new pulumi.ResourceHook("clear-interrupted-creation", async ({ type, newInputs }) => {
    const name = String(newInputs?.name);
    if (type === containerType) await removeContainer(docker, stack, name);
    else await removeNetworks(docker, stack, name);
  });
  pulumi.runtime.registerStackTransformation(({ type, props, opts }) => {
    if (type !== containerType && type !== networkType) return undefined;
    return { props, opts: { ...opts, hooks: { beforeCreate: [hook] } } };
  });
}

async function removeContainer(docker: Docker, stack: string, name: string): Promise<void> {
  const container = docker.getContainer(name);
  try {
    const { Config } = await container.inspect();
    if (Config.Labels[labelNames.stack] !== stack || (await isServing(docker, stack, name))) return;
    await container.remove({ force: true, v: true });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

async function isServing(docker: Docker, stack: string, name: string): Promise<boolean> {
  const routes = await readProven(openContainer(docker, objectName(stack, "proxy")));
  if (routes === undefined) return false;
  return !name.startsWith(objectName(stack, "service")) || routes.includes(`server ${name}:`);
}

/** The engine allows several networks of one name. */
async function removeNetworks(docker: Docker, stack: string, name: string): Promise<void> {
  const networks = await docker.listNetworks({ filters: { label: [`${labelNames.stack}=${stack}`] } });
  for (const { Name, Id } of networks) {
    // One that containers are on refuses, rightly.
    if (Name === name)
      await docker
        .getNetwork(Id)
        .remove()
        .catch(() => undefined);
  }
}
