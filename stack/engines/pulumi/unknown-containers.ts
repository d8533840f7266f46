import type Docker from "dockerode";
import { stopGraceSeconds } from "../../containers/container-args.ts";
import { labelNames } from "../../containers/labels.ts";
import { removeContainer } from "../../containers/remove.ts";
import { stopOrder } from "../../containers/stop-order.ts";
import type { State } from "./state.ts";

/**
 * Removes the stack's containers that the state does not know: a killed update has made them, or the
 * state is lost.
 *
 * @returns how many there were
 */
export async function removeUnknownContainers(docker: Docker, stack: string, state?: State): Promise<number> {
  const filters = { label: [`${labelNames.stack}=${stack}`, `${labelNames.engine}=pulumi`] };
  const containers = await docker.listContainers({ all: true, filters });
  const unknown = containers.filter(({ Id }) => !state?.containers.includes(Id)).toSorted(stopOrder);
  for (const { Id } of unknown) await removeContainer(docker, Id, stopGraceSeconds);
  return unknown.length;
}
