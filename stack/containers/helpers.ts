import type Docker from "dockerode";
import { ignoreGoing } from "./docker.ts";
import { labelNames } from "./labels.ts";

/** Containers that commands have made for a while, and left where they were killed; a stack's own have a role. */
export async function removeHelpers(docker: Docker, stack: string): Promise<void> {
  const all = await docker.listContainers({
    all: true,
    filters: { label: [`${labelNames.stack}=${stack}`] },
  });
  const helpers = all.filter(({ Labels }) => !isOwn(Labels));
  await Promise.all(
    // Some are removed by the engine once they end.
    helpers.map(({ Id }) => docker.getContainer(Id).remove({ force: true }).catch(ignoreGoing)),
  );
}

/** Whether a container with these labels is a part of its stack. */
export function isOwn(labels: Readonly<Record<string, string>>): boolean {
  return labels[labelNames.role] !== undefined;
}
