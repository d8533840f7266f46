import type Docker from "dockerode";
import { isAlive } from "../../stack/process-alive.ts";

const ownerLabel = "tally.test.owner";

/** What containers, networks and volumes that are of no stack are known by, and whose they are: this test process's. */
export function testLabels(kind: string): Record<string, string> {
  return { "tally.test": kind, [ownerLabel]: String(process.pid) };
}

/** The reference of an image that belongs to this test process. */
export function testImageName(kind: string): string {
  return `tally-test-${kind}:${process.pid}`;
}

/** Removes what test processes that are gone have left of their own; what others remove meanwhile is no failure. */
export async function removeAbandonedObjects(docker: Docker): Promise<void> {
  const filters = { label: [ownerLabel] };
  const isAbandoned = ({ Labels }: { Labels?: Record<string, string> | null | undefined }) =>
    !isAlive(Number(Labels?.[ownerLabel]));
  const containers = (await docker.listContainers({ all: true, filters })).filter(isAbandoned);
  await Promise.allSettled(
    containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })),
  );
  const networks = (await docker.listNetworks({ filters })).filter(isAbandoned);
  await Promise.allSettled(networks.map(({ Id }) => docker.getNetwork(Id).remove()));
  const { Volumes } = await docker.listVolumes({ filters: JSON.stringify(filters) as never });
  await Promise.allSettled(Volumes.filter(isAbandoned).map(({ Name }) => docker.getVolume(Name).remove()));
  const tags = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []).filter(isAbandonedImage);
  await Promise.allSettled(tags.map((tag) => docker.getImage(tag).remove({ force: true })));
}

function isAbandonedImage(tag: string): boolean {
  const [, owner] = /^tally-test-[a-z]+:(\d+)$/.exec(tag) ?? [];
  return owner !== undefined && !isAlive(Number(owner));
}
