import type Docker from "dockerode";
import { openContainer } from "../../../nginx/container.ts";
import { readProven } from "../../../nginx/switch.ts";
import { renderUpstream, routedReplicas } from "../../../nginx/upstream.ts";
import { readPublished } from "../../commands/proxy-url.ts";
import { routedRelease } from "../../commands/serving.ts";
import { objectName } from "../../containers/names.ts";
import { publicUrl } from "../../public-url.ts";
import { servicePort } from "../../release/release.ts";
import { distantAddress } from "../../survey/distant-address.ts";
import type { Outputs } from "../engine.ts";

/**
 * The outputs of the program as the stack was last brought up.
 *
 * @throws Error when it is not up
 */
export async function readDeployed(docker: Docker, stack: string): Promise<Outputs> {
  const published = await readPublished(docker, stack);
  const routes = await readProven(openContainer(docker, objectName(stack, "proxy")));
  const replicas = routedReplicas(routes ?? "");
  if (published === undefined || routes === undefined) throw new Error(`stack "${stack}" is not up`);
  return {
    url: publicUrl(published, distantAddress(docker, published)),
    release: routedRelease(stack, routes),
    replicas,
    upstream: renderUpstream(
      replicas.map((name) => ({ name })),
      { servicePort },
    ),
    ownerKey: "npm run owner-key",
  };
}
