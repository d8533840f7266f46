import type Docker from "dockerode";
import type { RunningContainer } from "../../nginx/container.ts";
import { renderRoutes } from "../../nginx/render.ts";
import { readProven, readRoutes, replaceProven } from "../../nginx/switch.ts";
import { redirectPorts } from "../../nginx/tls.ts";
import { routedReplicas } from "../../nginx/upstream.ts";
import { ignoreMissing } from "../containers/docker.ts";
import type { RoutesInputs } from "./inputs.ts";
import { upstreamServer } from "./server.ts";
import { endStreams } from "./streams.ts";

/**
 * Sees to it that visitors are led to no port which the proxy no longer publishes. What served
 * before does so by the new ways at once: the gate takes its time, and may refuse.
 */
export async function mendRedirect(
  docker: Docker,
  proxy: RunningContainer,
  { stack, network, settings }: RoutesInputs,
): Promise<void> {
  const routes = await readRoutes(proxy);
  if (redirectPorts(routes).every((port) => port === settings.tls?.httpsPort)) return;
  const names = routedReplicas((await readProven(proxy)) ?? routes);
  const servers = await Promise.all(
    names.map(async (name) =>
      upstreamServer(name, network, await docker.getContainer(name).inspect().catch(ignoreMissing)),
    ),
  );
  await replaceProven(proxy, renderRoutes(servers, settings), () => endStreams(docker, stack));
}
