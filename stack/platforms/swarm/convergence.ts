import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type Docker from "dockerode";
import type { ConvergedInputs } from "./converged.ts";
import { connectManager } from "./manager.ts";
import { nodeLabels } from "./nodes.ts";

const lookEveryMs = 500;

interface ServiceInfo {
  readonly ID: string;
  readonly Spec: { readonly TaskTemplate: { readonly ContainerSpec: unknown } };
  readonly UpdateStatus?: { readonly State?: string; readonly Message?: string };
}

interface TaskInfo {
  readonly NodeID?: string;
  readonly Spec: { readonly ContainerSpec: unknown };
  readonly Status: { readonly State: string; readonly Err?: string; readonly Timestamp: string };
}

interface NodeInfo {
  readonly ID: string;
  readonly Status: { readonly State: string };
  readonly Spec: { readonly Availability: string };
}

/**
 * Waits until a service with one task for every node with the proxies' label runs
 * on all of them that are up.
 *
 * @throws Error when Swarm has gone back to the version before, with the reason, or when it takes too long
 */
export async function awaitConvergence(
  { manager, service, timeoutSeconds }: Omit<ConvergedInputs, "task">,
  docker = connectManager(manager),
): Promise<void> {
  const endMs = performance.now() + timeoutSeconds * 1000;
  for (;;) {
    const info = (await docker.getService(service).inspect()) as ServiceInfo;
    const { State: state = "completed", Message: message = "" } = info.UpdateStatus ?? {};
    if (state === "paused" || state === "rollback_completed" || state === "rollback_paused") {
      throw new Error(
        `Swarm refused the update of ${service} (${message}): ${await lastFailure(docker, service)}`,
      );
    }
    const behind = state === "completed" ? await findBehind(docker, service, info) : [];
    if (state === "completed" && behind.length === 0) return;
    if (performance.now() > endMs) {
      throw new Error(
        `${service} does not run everywhere after ${timeoutSeconds} s (${behind.join(", ") || state}): ` +
          (await lastFailure(docker, service)),
      );
    }
    await sleep(lookEveryMs);
  }
}

/** The nodes that are up and do not run the service as it is to be. */
async function findBehind(docker: Docker, service: string, { Spec }: ServiceInfo): Promise<string[]> {
  const nodes = (await docker.listNodes({
    filters: JSON.stringify({ "node.label": [`${nodeLabels.proxy}=true`] }),
  })) as NodeInfo[];
  const tasks = (await docker.listTasks({
    filters: JSON.stringify({ service: [service], "desired-state": ["running"] }),
  })) as TaskInfo[];
  const wanted = Spec.TaskTemplate.ContainerSpec;
  const done = tasks.filter(
    ({ Status, Spec: task }) => Status.State === "running" && isDeepStrictEqual(task.ContainerSpec, wanted),
  );
  return nodes
    .filter(({ Status, Spec: node }) => Status.State === "ready" && node.Availability === "active")
    .filter(({ ID }) => !done.some(({ NodeID }) => NodeID === ID))
    .map(({ ID }) => ID);
}

async function lastFailure(docker: Docker, service: string): Promise<string> {
  const tasks = (await docker.listTasks({ filters: JSON.stringify({ service: [service] }) })) as TaskInfo[];
  const failed = tasks
    .filter(({ Status }) => Status.Err)
    .toSorted((a, b) => Date.parse(b.Status.Timestamp) - Date.parse(a.Status.Timestamp));
  return failed[0]?.Status.Err ?? `docker service ps --no-trunc ${service} says more`;
}
