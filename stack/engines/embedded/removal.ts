import type Docker from "dockerode";
import { stopGraceSeconds } from "../../containers/container-args.ts";
import { labelNames } from "../../containers/labels.ts";
import { removeContainer } from "../../containers/remove.ts";
import { stopOrder } from "../../containers/stop-order.ts";
import type { Described } from "./deployment.ts";
import type { Context } from "./resource.ts";

/** Docker objects that belong to the stack and that the program does not describe (any more). */
export interface Undescribed {
  /** Whoever sends requests before whoever answers them. */
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

export const nothingDescribed: Described = { containers: new Set(), networks: new Set(), volumes: new Set() };

/** What is to be removed; volumes that are marked to be retained are not. */
export async function findUndescribed(
  docker: Docker,
  stack: string,
  described: Described,
): Promise<Undescribed> {
  const filters = { label: [`${labelNames.stack}=${stack}`, `${labelNames.engine}=embedded`] };
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters: JSON.stringify(filters) as never }),
    docker.listVolumes({ filters: JSON.stringify(filters) as never }),
  ]);
  return {
    containers: containers
      .toSorted(stopOrder)
      .map(({ Names, Id }) => Names[0]?.slice(1) ?? Id)
      .filter((name) => !described.containers.has(name)),
    networks: networks.map(({ Name }) => Name).filter((name) => !described.networks.has(name)),
    volumes: volumes
      .filter(({ Labels }) => Labels?.[labelNames.retain] === undefined)
      .map(({ Name }) => Name)
      .filter((name) => !described.volumes.has(name)),
  };
}

/** Removes it, containers first: they hold the rest. */
export async function removeUndescribed(
  { docker, report }: Context,
  undescribed: Undescribed,
): Promise<void> {
  for (const name of undescribed.containers) {
    await removeContainer(docker, name, stopGraceSeconds);
    report(`  - ${name}`);
  }
  for (const name of undescribed.networks) {
    await docker.getNetwork(name).remove();
    report(`  - ${name}`);
  }
  for (const name of undescribed.volumes) {
    await docker.getVolume(name).remove();
    report(`  - ${name}`);
  }
}
