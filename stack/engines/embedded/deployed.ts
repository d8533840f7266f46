import type Docker from "dockerode";
import { openContainer } from "../../../nginx/container.ts";
import { readProven } from "../../../nginx/switch.ts";
import { everyReplica, routedReplicas } from "../../../nginx/upstream.ts";
import { readPublished } from "../../commands/proxy-url.ts";
import { routedRelease } from "../../commands/serving.ts";
import { objectName } from "../../containers/names.ts";
import { publicUrl } from "../../public-url.ts";
import type { Outputs } from "../engine.ts";

/**
 * The outputs of the program as the stack was last brought up.
 *
 * @throws Error when it is not up
 */
export async function readDeployed(docker: Docker, stack: string): Promise<Outputs> {
  const published = await readPublished(docker, stack);
  const routes = await readProven(openContainer(docker, objectName(stack, "proxy")));
  if (published === undefined || routes === undefined) throw new Error(`stack "${stack}" is not up`);
  return {
    url: publicUrl(published),
    release: routedRelease(stack, routes),
    replicas: routedReplicas(routes),
    upstream: new RegExp(`^upstream ${everyReplica} \\{[^}]*\\}\n`, "m").exec(routes)?.[0],
    ownerKey: "npm run owner-key",
  };
}
