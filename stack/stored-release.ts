import type Docker from "dockerode";
import { labelNames } from "./labels.ts";
import { objectName } from "./names.ts";
import type { ReleaseSpec } from "./release.ts";

/** A release whose image is still on the machine. */
export interface StoredRelease {
  readonly id: string;
  readonly imageId: string;
  readonly spec: ReleaseSpec;
  /** When it was built, in seconds since 1970. */
  readonly createdAt: number;
  /** Whether it was ever switched to, successfully. */
  readonly served: boolean;
}

/** Repository and tag of a release's image. */
export function releaseReference(stack: string, release: string): string {
  return `${objectName(stack, "service")}:${release}`;
}

/** Notes on a release's image that it has served: a refused one is none to go back to. */
export async function markServed(docker: Docker, stack: string, release: string): Promise<void> {
  const image = docker.getImage(releaseReference(stack, release));
  await image.tag({ repo: servedRepository(stack), tag: release });
}

/** Every release of a stack whose image is on the machine, the newest first. */
export async function listReleases(docker: Docker, stack: string): Promise<StoredRelease[]> {
  const label = [`${labelNames.stack}=${stack}`, labelNames.spec];
  const images = await docker.listImages({ filters: { label } });
  const releases = images.map(({ Id, RepoTags, Labels, Created }) =>
    parseRelease(stack, { id: Id, tags: RepoTags ?? [], labels: Labels, createdAt: Created }),
  );
  return releases.sort((a, b) => b.createdAt - a.createdAt);
}

/**
 * A release that has served and is kept on this machine.
 *
 * @throws Error naming those that are, when this one is not
 */
export async function loadRelease(docker: Docker, stack: string, release: string): Promise<StoredRelease> {
  const served = (await listReleases(docker, stack)).filter((each) => each.served);
  const found = served.find(({ id }) => id === release);
  if (found) return found;
  const kept = served.length > 0 ? `kept are ${served.map(({ id }) => id).join(", ")}` : "none is kept";
  throw new Error(`release ${release} of stack "${stack}" is not on this machine to go back to; ${kept}`);
}

interface Image {
  readonly id: string;
  readonly tags: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly createdAt: number;
}

function parseRelease(stack: string, { id: imageId, tags, labels, createdAt }: Image): StoredRelease {
  const id = labels[labelNames.release] ?? "unknown";
  const spec = JSON.parse(labels[labelNames.spec] ?? "{}") as ReleaseSpec;
  return { id, imageId, spec, createdAt, served: tags.includes(`${servedRepository(stack)}:${id}`) };
}

function servedRepository(stack: string): string {
  return objectName(stack, "served");
}
