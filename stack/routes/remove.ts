import { repeatDuring } from "../../nginx/repeat.ts";
import { stopGraceSeconds } from "../containers/container-args.ts";
import { connectDocker } from "../containers/docker.ts";
import type { RoutesInputs } from "./inputs.ts";
import { endStreams } from "./streams.ts";

/** Stops the proxy, which without routes is of no use; it would wait a minute for streams that are open. */
export async function removeRoutes(
  { proxy, stack }: Pick<RoutesInputs, "proxy" | "stack">,
  docker = connectDocker(),
): Promise<void> {
  // One that is gone or has stopped answers with an error.
  const stopping = docker
    .getContainer(proxy)
    .stop({ t: stopGraceSeconds })
    .catch(() => undefined);
  await repeatDuring(stopping, () => endStreams(docker, stack), 0);
}
