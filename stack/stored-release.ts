import type Docker from "dockerode";
import { isNotFound } from "./docker.ts";
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
}

/** Repository and tag of a release's image. */
export function releaseReference(stack: string, release: string): string {
  return `${objectName(stack, "service")}:${release}`;
}

/** Every release of a stack whose image is kept, the newest first. */
export async function listReleases(docker: Docker, stack: string): Promise<StoredRelease[]> {
  const images = await docker.listImages({
    filters: { label: [`${labelNames.stack}=${stack}`, labelNames.spec] },
  });
  const releases = images
    .filter(({ RepoTags }) => RepoTags?.some((tag) => tag.startsWith(`${objectName(stack, "service")}:`)))
    .map(({ Id, Labels, Created }) => parseRelease(Id, Labels, Created));
  return releases.sort((a, b) => b.createdAt - a.createdAt);
}

/**
 * A release that is kept on this machine.
 *
 * @throws Error naming the releases that are, when this one is not
 */
export async function loadRelease(docker: Docker, stack: string, release: string): Promise<StoredRelease> {
  try {
    const { Id, Config, Created } = await docker.getImage(releaseReference(stack, release)).inspect();
    return parseRelease(Id, Config.Labels ?? {}, Date.parse(Created) / 1000);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const kept = (await listReleases(docker, stack)).map(({ id }) => id);
    throw new Error(
      `release ${release} of stack "${stack}" is not on this machine; ${kept.length > 0 ? `kept are ${kept.join(", ")}` : "none is kept"}`,
    );
  }
}

function parseRelease(imageId: string, labels: Record<string, string>, createdAt: number): StoredRelease {
  const spec = JSON.parse(labels[labelNames.spec] ?? "{}") as ReleaseSpec;
  return { id: labels[labelNames.release] ?? "unknown", imageId, spec, createdAt };
}
