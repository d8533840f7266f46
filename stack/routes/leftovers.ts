import type Docker from "dockerode";
import { isNotFound } from "../docker.ts";
import { labelNames } from "../labels.ts";
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
 * releases, and the images of refused releases and of those too old to be kept.
 */
export async function findLeftovers(docker: Docker, kept: Kept): Promise<Leftover[]> {
  const [containers, releases] = await Promise.all([
    docker.listContainers({
      all: true,
      filters: { label: [`${labelNames.stack}=${kept.stack}`, `${labelNames.role}=service`] },
    }),
    listReleases(docker, kept.stack),
  ]);
  const strays = containers.filter(({ Names }) => !kept.replicas.includes(Names[0]?.slice(1) ?? ""));
  const others = releases.filter(({ id }) => id !== kept.release);
  const refused = others.filter(({ served }) => !served);
  const outdated = others.filter(({ served }) => served).slice(kept.keepReleases);
  return [
    ...strays.map(({ Id }): Leftover => ({ kind: "container", id: Id })),
    ...[...refused, ...outdated].map(({ imageId }): Leftover => ({ kind: "image", id: imageId })),
  ];
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
