import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { dynamic } from "@pulumi/pulumi";
import { openProxy } from "../../nginx/container.ts";
import { renderRoutes } from "../../nginx/render.ts";
import { readApplied, switchRoutes } from "../../nginx/switch.ts";
import { connectDocker } from "../docker.ts";
import { markServed } from "../stored-release.ts";
import { gateReplicas } from "./gate.ts";
import { findLeftovers, removeLeftovers } from "./leftovers.ts";
import type { RoutesInputs } from "./routes.ts";

/**
 * Brings the proxy over to the replicas; see `switchRoutes` for what is lost: nothing.
 *
 * @throws Error naming the replica or the step that failed; the previous routes serve then
 */
export async function applyRoutes(inputs: RoutesInputs, docker = connectDocker()): Promise<void> {
  const proxy = openProxy(docker, inputs.proxy);
  const servers = await gateReplicas(docker, proxy, inputs);
  await switchRoutes(proxy, {
    routes: renderRoutes(servers, inputs.settings),
    release: inputs.release,
    mark: markOf(inputs),
  });
  await markServed(docker, inputs.stack, inputs.release);
  await removeLeftovers(docker, inputs);
}

/**
 * Compares with what really is: an interrupted switch, a proxy that lost its
 * routes or containers that nobody knows of any more are changes to make.
 */
export async function diffRoutes(
  olds: RoutesInputs,
  news: RoutesInputs,
  docker = connectDocker(),
): Promise<dynamic.DiffResult> {
  const names = Object.keys(news) as (keyof RoutesInputs)[];
  if (names.some((name) => !isDeepStrictEqual(olds[name], news[name]))) return { changes: true };
  return { changes: !(await isApplied(news, docker)) };
}

/** Whether the proxy serves exactly these routes and nothing is left of others. */
export async function isApplied(inputs: RoutesInputs, docker = connectDocker()): Promise<boolean> {
  const applied = await readApplied(openProxy(docker, inputs.proxy)).catch(() => undefined);
  if (applied !== markOf(inputs)) return false;
  return (await findLeftovers(docker, inputs)).length === 0;
}

function markOf({ release, replicas, settings }: RoutesInputs): string {
  return createHash("sha256")
    .update(JSON.stringify([release, replicas, settings]))
    .digest("hex");
}
