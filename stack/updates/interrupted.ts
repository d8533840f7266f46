import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";
import { openContainer } from "../../nginx/container.ts";
import { readProven } from "../../nginx/switch.ts";
import { routedReplicas } from "../../nginx/upstream.ts";
import { stopGraceSeconds } from "../containers/container-args.ts";
import { labelNames } from "../containers/labels.ts";
import { objectName } from "../containers/names.ts";
import { findContainer, removeContainer } from "../containers/remove.ts";

const containerType = "docker:index/container:Container";
const networkType = "docker:index/network:Network";

/**
 * Removes what stands in the way of a creation: an object of this stack that
 * Pulumi's state knows nothing of, because the update that made it was killed.
 * Its name would be refused for ever.
 */
export function clearInterruptedCreations(docker: Docker, stack: string): void {
  const hook = new pulumi.ResourceHook("clear-interrupted-creation", async ({ type, newInputs }) => {
    const name = String(newInputs?.name);
    if (type === containerType) await clearContainer(docker, stack, name);
    else await clearNetworks(docker, stack, name);
  });
  runBeforeCreation(hook, [containerType, networkType]);
}

/** Has a hook run before every creation of a resource of these types. */
export function runBeforeCreation(hook: pulumi.ResourceHook, types: readonly string[]): void {
  pulumi.runtime.registerStackTransformation(({ type, props, opts }) =>
    types.includes(type) ? { props, opts: { ...opts, hooks: { beforeCreate: [hook] } } } : undefined,
  );
}

/**
 * Removes the stack's container of that name.
 *
 * @throws Error when visitors are routed to it
 */
export async function clearContainer(docker: Docker, stack: string, name: string): Promise<void> {
  const container = await findContainer(docker, name);
  if (container?.Config.Labels[labelNames.stack] !== stack) return;
  if (container.State.Running && (await isRouted(docker, stack, name))) throw new UnknownToState(stack);
  await removeContainer(docker, container.Id, stopGraceSeconds);
}

async function isRouted(docker: Docker, stack: string, name: string): Promise<boolean> {
  const routes = await readProven(openContainer(docker, objectName(stack, "proxy")));
  return routes !== undefined && routedReplicas(routes).includes(name);
}

/**
 * Removes the stack's networks of that name: the engine allows several. They are made before
 * the containers on them, so that a state which does not know one in use knows nothing at all.
 *
 * @throws Error when containers run on one
 */
export async function clearNetworks(docker: Docker, stack: string, name: string): Promise<void> {
  const networks = await docker.listNetworks({ filters: { label: [`${labelNames.stack}=${stack}`] } });
  for (const { Name, Id } of networks) {
    if (Name !== name) continue;
    const network = docker.getNetwork(Id);
    const { Containers: containers } = (await network.inspect()) as Docker.NetworkInspectInfo;
    if (Object.keys(containers ?? {}).length > 0) throw new UnknownToState(stack);
    // One of which the engine has lost count refuses.
    await network.remove().catch(() => undefined);
  }
}

/** The state is lost, and not a container of it. */
class UnknownToState extends Error {
  constructor(stack: string) {
    super(
      `stack "${stack}" runs, and Pulumi's state does not know it: use the backend that has its state, ` +
        `or take the stack down first (npm run down -- --stack ${stack}; its counts stay)`,
    );
  }
}
