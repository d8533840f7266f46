import type Docker from "dockerode";
import { until } from "./until.ts";

/**
 * Pauses a container. runc gives up where a process stays in the kernel for long, as one may
 * that waits for a busy disk; so it is asked again until all of them stand still.
 */
export async function freeze(container: Docker.Container): Promise<void> {
  await until(
    () =>
      container.pause().then(
        () => true,
        (error: Error) => {
          if (error.message.includes("unable to freeze")) return false;
          throw error;
        },
      ),
    15_000,
  );
}
