import type Docker from "dockerode";
import { labelNames } from "../labels.ts";

const signal = "SIGUSR2";

/**
 * Makes every running replica of a stack end its streams, of whatever release
 * it is. A release that does not know the signal is left alone: it would die of it.
 */
export async function endStreams(docker: Docker, stack: string): Promise<void> {
  const replicas = await docker.listContainers({
    filters: {
      status: ["running"],
      label: [
        `${labelNames.stack}=${stack}`,
        `${labelNames.role}=service`,
        `${labelNames.streams}=${signal}`,
      ],
    },
  });
  // One that has stopped meanwhile has no streams any more.
  await Promise.allSettled(replicas.map(({ Id }) => docker.getContainer(Id).kill({ signal })));
}
