import type Docker from "dockerode";
import { isNotFound } from "../docker.ts";
import { labelNames } from "../labels.ts";
import { objectName } from "../names.ts";
import { listReleases } from "../stored-release.ts";
import type { RoutesInputs } from "./routes.ts";

/** A Docker object of this stack that no routes lead to any more. */
export interface Leftover {
  readonly kind: "container" | "image";
  readonly id: string;
}

type Kept = Pick<RoutesInputs, "stack" | "replicas" | "release" | "keepReleases">;

/**
 * Replicas that are not in the routes, of failed, interrupted or replaced
 * releases, and the images that nothing runs or goes back to.
 */
export async function findLeftovers(docker: Docker, kept: Kept): Promise<Leftover[]> {
  const [containers, releases, parts] = await Promise.all([
    docker.listContainers({
      all: true,
      filters: { label: [`${labelNames.stack}=${kept.stack}`, `${labelNames.role}=service`] },
    }),
    listReleases(docker, kept.stack),
    findUnusedParts(docker, kept.stack),
  ]);
  const strays = containers.filter(({ Names }) => !kept.replicas.includes(Names[0]?.slice(1) ?? ""));
  const others = releases.filter(({ id }) => id !== kept.release);
  const refused = others.filter(({ served }) => !served);
  const outdated = others.filter(({ served }) => served).slice(kept.keepReleases);
  return [
    ...strays.map(({ Id }): Leftover => ({ kind: "container", id: Id })),
    ...parts,
    ...[...refused, ...outdated].map(({ imageId }): Leftover => ({ kind: "image", id: imageId })),
  ];
}

/** Images of the proxy and of Redis that no container of the stack runs any more; they are not gone back to. */
async function findUnusedParts(docker: Docker, stack: string): Promise<Leftover[]> {
  const repositories = [objectName(stack, "proxy"), objectName(stack, "redis")];
  const [images, containers] = await Promise.all([
    docker.listImages({ filters: { reference: repositories } }),
    docker.listContainers({ all: true, filters: { label: [`${labelNames.stack}=${stack}`] } }),
  ]);
  const used = new Set(containers.map(({ ImageID }) => ImageID));
  return images.filter(({ Id }) => !used.has(Id)).map(({ Id }): Leftover => ({ kind: "image", id: Id }));
}

/** How long a replica may take to finish its requests, in seconds. */
const stopTimeoutSeconds = 60;

/**
 * Stops and removes what is left over. Pulumi deletes those it knows of itself
 * and takes it well that they are gone; those of an interrupted run are known to nobody.
 */
export async function removeLeftovers(docker: Docker, kept: Kept): Promise<void> {
  const leftovers = await findLeftovers(docker, kept);
  const [containers, images] = [only(leftovers, "container"), only(leftovers, "image")];
  await Promise.all(
    containers.map(async (id) => {
      const container = docker.getContainer(id);
      // A container that is stopped already answers 304, which dockerode rejects.
      await container.stop({ t: stopTimeoutSeconds }).catch(() => undefined);
      await container.remove({ force: true, v: true }).catch(ignoreMissing);
    }),
  );
  for (const id of images) await docker.getImage(id).remove({ force: true }).catch(ignoreMissing);
}

function only(leftovers: readonly Leftover[], kind: Leftover["kind"]): string[] {
  return leftovers.filter((leftover) => leftover.kind === kind).map(({ id }) => id);
}

function ignoreMissing(error: unknown): void {
  if (!isNotFound(error) && (error as { statusCode?: number }).statusCode !== 409) throw error;
}
