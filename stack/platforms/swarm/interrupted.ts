import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type Docker from "dockerode";
import { stopGraceSeconds } from "../../containers/container-args.ts";
import { labelNames } from "../../containers/labels.ts";
import { runBeforeCreation } from "../../updates/interrupted.ts";

const lookEveryMs = 500;
/** What a node may take to report that a task has ended, beside the time for that. */
const reportSeconds = 15;

interface Found {
  readonly id: string;
  readonly name: string | undefined;
}

interface Kind {
  list(manager: Docker, filters: { label: string[] }): Promise<Found[]>;
  remove(manager: Docker, id: string): Promise<unknown>;
}

/** What a Swarm has one of by each name, by the types of the resources. */
const kinds = {
  "docker:index/service:Service": {
    list: async (manager, filters) => (await manager.listServices({ filters })).map(described),
    remove: removeService,
  },
  "docker:index/secret:Secret": {
    list: async (manager, filters) => (await manager.listSecrets({ filters })).map(described),
    remove: (manager, id) => manager.getSecret(id).remove(),
  },
  "docker:index/serviceConfig:ServiceConfig": {
    list: async (manager, filters) => (await manager.listConfigs({ filters })).map(described),
    remove: (manager, id) => manager.getConfig(id).remove(),
  },
  "docker:index/network:Network": {
    list: async (manager, filters) =>
      (await manager.listNetworks({ filters })).map(({ Id, Name }) => ({ id: Id, name: Name })),
    remove: (manager, id) => manager.getNetwork(id).remove(),
  },
} satisfies Record<string, Kind>;

type Type = keyof typeof kinds;

/** Removes on a Swarm what `clearInterruptedCreations` removes on a machine, and for the same reason. */
export function clearInterruptedOnSwarm(manager: Docker, stack: string): void {
  const hook = new pulumi.ResourceHook("clear-interrupted-on-swarm", async ({ type, newInputs }) => {
    await clearOnSwarm(manager, stack, type as Type, String(newInputs?.name));
  });
  runBeforeCreation(hook, Object.keys(kinds));
}

/**
 * Removes the stack's object of a name where nothing uses it: the manager refuses the others,
 * rightly. Where the state itself is lost, networks in use keep it from ever coming to services.
 */
export async function clearOnSwarm(manager: Docker, stack: string, type: Type, name: string): Promise<void> {
  const { list, remove }: Kind = kinds[type];
  const objects = await list(manager, { label: [`${labelNames.stack}=${stack}`] });
  for (const { id } of objects.filter((object) => object.name === name)) {
    await remove(manager, id).catch(() => undefined);
  }
}

function described({ ID, Spec }: Docker.Service | Docker.Secret | Docker.ConfigInfo): Found {
  return { id: ID, name: Spec?.Name };
}

/** Returns when its tasks have ended: two processes must never write to one volume. */
async function removeService(manager: Docker, id: string): Promise<void> {
  await manager.getService(id).remove();
  // A node that is down never reports it, and can start no other task either.
  const endMs = performance.now() + (stopGraceSeconds + reportSeconds) * 1000;
  while ((await hasTasks(manager, id)) && performance.now() < endMs) await sleep(lookEveryMs);
}

/** Of a service that is gone, tasks cannot be asked for by its id. */
async function hasTasks(manager: Docker, service: string): Promise<boolean> {
  const tasks = (await manager.listTasks()) as { readonly ServiceID: string }[];
  return tasks.some(({ ServiceID }) => ServiceID === service);
}
