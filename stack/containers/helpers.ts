import type Docker from "dockerode";
import { isNotFound } from "./docker.ts";
import { labelNames } from "./labels.ts";

/** Containers that commands have made for a while, and left where they were killed; a stack's own have a role. */
export async function removeHelpers(docker: Docker, stack: string): Promise<void> {
  const all = await docker.listContainers({
    all: true,
    filters: { label: [`${labelNames.stack}=${stack}`] },
  });
  const helpers = all.filter(({ Labels }) => !isOwn(Labels));
  await Promise.all(
    helpers.map(async ({ Id }) => {
      await docker
        .getContainer(Id)
        .remove({ force: true })
        .catch((error: unknown) => {
          // Some are removed by the engine once they end.
          if (!isNotFound(error) && (error as { statusCode?: number }).statusCode !== 409) throw error;
        });
    }),
  );
}

/** Whether a container with these labels is a part of its stack. */
export function isOwn(labels: Readonly<Record<string, string>>): boolean {
  return labels[labelNames.role] !== undefined;
}
