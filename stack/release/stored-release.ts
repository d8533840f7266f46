import type Docker from "dockerode";
import { labelNames } from "../containers/labels.ts";
import { objectName } from "../containers/names.ts";
import type { ReleaseSpec } from "./release.ts";

/** A release whose image is still on the machine. */
export interface StoredRelease {
  readonly id: string;
  readonly imageId: string;
  /** The names that this stack has given to the image. */
  readonly tags: readonly string[];
  readonly spec: ReleaseSpec;
  /** When it was last switched to, or built, in milliseconds since 1970. */
  readonly taggedAt: number;
  /** Whether it was ever switched to, successfully. */
  readonly served: boolean;
}

/** The repository of the images of a stack's releases; the tag is the release's id. */
export function releaseRepository(stack: string): string {
  return objectName(stack, "service");
}

/** Notes on a release's image that it has served: a refused one is none to go back to. */
export async function markServed(docker: Docker, stack: string, release: string): Promise<void> {
  const image = docker.getImage(`${releaseRepository(stack)}:${release}`);
  await image.tag({ repo: servedRepository(stack), tag: release });
}

/** Every release of a stack whose image is on the machine, the last one that served first. */
export async function listReleases(docker: Docker, stack: string): Promise<StoredRelease[]> {
  const label = [`${labelNames.stack}=${stack}`, labelNames.spec];
  const images = await docker.listImages({ filters: { label } });
  const releases = await Promise.all(
    images.map(async ({ Id }) => parseRelease(stack, await docker.getImage(Id).inspect())),
  );
  return releases.sort((a, b) => b.taggedAt - a.taggedAt);
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

/** Tagging is what `markServed` does at every switch, so its time is that of the switch. */
function parseRelease(
  stack: string,
  { Id, RepoTags, Config, ...image }: Docker.ImageInspectInfo,
): StoredRelease {
  const { [labelNames.release]: id = "unknown", [labelNames.spec]: spec = "{}" } = Config.Labels;
  const { Metadata } = image as { Metadata?: { LastTagTime?: string } };
  return {
    id,
    imageId: Id,
    tags: RepoTags.filter((tag) => tag.startsWith(objectName(stack, ""))),
    spec: JSON.parse(spec) as ReleaseSpec,
    taggedAt: Date.parse(Metadata?.LastTagTime ?? image.Created),
    served: RepoTags.includes(`${servedRepository(stack)}:${id}`),
  };
}

function servedRepository(stack: string): string {
  return objectName(stack, "served");
}
