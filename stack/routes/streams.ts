import type Docker from "dockerode";
import { openContainer } from "../../nginx/container.ts";
import { labelNames } from "../containers/labels.ts";

const signal = "SIGUSR2";

// What init has started, and no health check that happens to run.
const signalService = `
  for directory in /proc/[0-9]*; do
    grep -qs "^PPid:[[:space:]]*1$" "$directory/status" && kill -s USR2 "\${directory#/proc/}"
  done
  true`;

/**
 * Makes every running replica of a stack end its streams, of whatever release
 * it is. A release that does not know the signal is left alone: it would die of it.
 *
 * The signal is sent from inside. Docker takes a container that it has been asked
 * to signal, however gently, for one that was stopped by hand, and would not start
 * it again after a crash.
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
  await Promise.allSettled(replicas.map(({ Id }) => openContainer(docker, Id).run(signalService)));
}
