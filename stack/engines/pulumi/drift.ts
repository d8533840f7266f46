import type Docker from "dockerode";
import { hasImage } from "../../base-images.ts";
import { labelNames } from "../../containers/labels.ts";
import type { RecordedImage, State } from "./state.ts";

/**
 * Whether containers that the state has were stopped or removed behind Pulumi's back.
 * An update without a refresh would find nothing to do.
 */
export async function lacksContainers(docker: Docker, stack: string, state: State): Promise<boolean> {
  const filters = { label: [`${labelNames.stack}=${stack}`], status: ["running"] };
  const running = new Set((await docker.listContainers({ filters })).map(({ Id }) => Id));
  return state.containers.some((id) => !running.has(id));
}

/** The images that the state has and the engine has not any more, which no refresh would notice. */
export async function findGoneImages(docker: Docker, { images }: State): Promise<RecordedImage[]> {
  const there = await Promise.all(
    // Containers are made by the id, and what runs once by the name.
    images.map(async ({ name, id }) => (await hasImage(docker, name)) && (await hasImage(docker, id))),
  );
  return images.filter((_, index) => !there[index]);
}
