import type Docker from "dockerode";
import { ignoreGoing } from "../containers/docker.ts";
import { labelNames } from "../containers/labels.ts";
import { objectName } from "../containers/names.ts";
import { listReleases } from "../release/stored-release.ts";
import type { RoutesInputs } from "./inputs.ts";

/** A Docker object of this stack that no routes lead to any more. */
export interface Leftover {
  readonly kind: "container" | "image";
  /** A container's id; an image's name, since stacks may share what is behind it. */
  readonly id: string;
}

type Kept = Pick<RoutesInputs, "stack" | "replicas" | "release" | "backupImage" | "keepReleases">;

/**
 * Replicas that are not in the routes, of failed, interrupted or replaced
 * releases, and the images that nothing runs or goes back to.
 */
export async function findLeftovers(docker: Docker, kept: Kept): Promise<Leftover[]> {
  const [strays, releases, parts] = await Promise.all([
    findStrays(docker, kept.stack, kept.replicas),
    listReleases(docker, kept.stack),
    findUnusedParts(docker, kept),
  ]);
  const others = releases.filter(({ id }) => id !== kept.release);
  const refused = others.filter(({ served }) => !served);
  const outdated = others.filter(({ served }) => served).slice(kept.keepReleases);
  return [...strays, ...parts, ...[...refused, ...outdated].flatMap(({ tags }) => tags.map(asImage))];
}

async function findStrays(docker: Docker, stack: string, replicas: readonly string[]): Promise<Leftover[]> {
  const containers = await docker.listContainers({
    all: true,
    filters: { label: [`${labelNames.stack}=${stack}`, `${labelNames.role}=service`] },
  });
  const strays = containers.filter(({ Names }) => !replicas.includes(Names[0]?.slice(1) ?? ""));
  return strays.map(({ Id }): Leftover => ({ kind: "container", id: Id }));
}

/** Images of the other parts that no container of the stack runs any more; they are not gone back to. */
async function findUnusedParts(docker: Docker, { stack, backupImage }: Kept): Promise<Leftover[]> {
  const parts = ["proxy", "redis", "backup", "prometheus", "grafana"];
  const repositories = parts.map((part) => objectName(stack, part));
  const [images, containers] = await Promise.all([
    docker.listImages({ filters: { reference: repositories } }),
    docker.listContainers({ all: true, filters: { label: [`${labelNames.stack}=${stack}`] } }),
  ]);
  const used = new Set(containers.map(({ ImageID }) => ImageID));
  const own = (tag: string) => repositories.some((repository) => tag.startsWith(`${repository}:`));
  const unused = images.filter(({ Id, RepoTags }) => !used.has(Id) && !RepoTags?.includes(backupImage));
  return unused.flatMap(({ RepoTags }) => (RepoTags ?? []).filter(own).map(asImage));
}

function asImage(id: string): Leftover {
  return { kind: "image", id };
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
      await container.remove({ force: true, v: true }).catch(ignoreGoing);
    }),
  );
  for (const id of images) await docker.getImage(id).remove().catch(ignoreGoing);
}

function only(leftovers: readonly Leftover[], kind: Leftover["kind"]): string[] {
  return leftovers.filter((leftover) => leftover.kind === kind).map(({ id }) => id);
}
