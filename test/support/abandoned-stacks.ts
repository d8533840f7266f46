import type Docker from "dockerode";
import { ignoreGoing, ignoreMissing, isNotFound } from "../../stack/containers/docker.ts";
import { labelNames } from "../../stack/containers/labels.ts";
import { isAlive } from "../../stack/process-alive.ts";

let made = 0;

/** The name of a stack that belongs to this test process. */
export function testStackName(): string {
  made += 1;
  return `test-${process.pid}-${made}`;
}

/** Removes the stacks of test processes that are gone. */
export async function removeAbandonedStacks(docker: Docker): Promise<void> {
  await removeStacks(docker, (stack) => {
    const [, pid] = /^test-(\d+)-\d+$/.exec(stack) ?? [];
    return pid !== undefined && !isAlive(Number(pid));
  });
}

/**
 * Removes everything of the stacks that are chosen by name, their counts and images too. Another
 * run may be doing the same.
 */
export async function removeStacks(docker: Docker, isChosen: (stack: string) => boolean): Promise<void> {
  const filters = { label: [labelNames.stack] };
  const chosen = ({ Labels }: { Labels?: Record<string, string> | null | undefined }) =>
    isChosen(Labels?.[labelNames.stack] ?? "");
  for (const { Id } of (await docker.listContainers({ all: true, filters })).filter(chosen)) {
    await docker.getContainer(Id).remove({ force: true, v: true }).catch(ignoreGoing);
  }
  for (const { Id } of (await docker.listNetworks({ filters })).filter(chosen)) {
    await removeNetwork(docker.getNetwork(Id));
  }
  const { Volumes } = await docker.listVolumes({ filters: JSON.stringify(filters) as never });
  for (const { Name } of Volumes.filter(chosen)) await docker.getVolume(Name).remove().catch(ignoreMissing);
  for (const { RepoTags } of await docker.listImages()) {
    for (const tag of RepoTags ?? []) {
      const [, stack = ""] =
        /(?:^|\/)tally-(.+)-(?:service|served|proxy|redis|backup|prometheus|grafana):/.exec(tag) ?? [];
      if (isChosen(stack)) await docker.getImage(tag).remove({ force: true }).catch(ignoreMissing);
    }
  }
}

/**
 * The engine may lose count of a network's containers, as 20.10 did where these were killed and
 * started in a row. Such a network has none and cannot be removed until the engine starts anew.
 */
async function removeNetwork(network: Docker.Network): Promise<void> {
  try {
    await network.remove();
  } catch (error) {
    if (isNotFound(error)) return;
    const { Name, Containers } = (await network.inspect()) as Docker.NetworkInspectInfo;
    const isMiscounted = (error as Error).message.includes("has active endpoints");
    if (!isMiscounted || Object.keys(Containers ?? {}).length > 0) throw error;
    console.log(`      left until the engine starts anew, which has lost count of it: network ${Name}`);
  }
}
