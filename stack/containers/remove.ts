import type Docker from "dockerode";
import { isNotFound } from "./docker.ts";

/** Stops a container, in its own time, and removes it; one that is not there is fine. */
export async function removeContainer(docker: Docker, nameOrId: string, graceSeconds: number): Promise<void> {
  const info = await findContainer(docker, nameOrId);
  if (info === undefined) return;
  const container = docker.getContainer(info.Id);
  if (info.State.Running) await container.stop({ t: graceSeconds });
  await container.remove({ force: true, v: true });
}

export async function findContainer(
  docker: Docker,
  nameOrId: string,
): Promise<Docker.ContainerInspectInfo | undefined> {
  try {
    return await docker.getContainer(nameOrId).inspect();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
