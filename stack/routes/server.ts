import type Docker from "dockerode";
import type { UpstreamServer } from "../../nginx/upstream.ts";

/** A replica as the proxy sees it, with its address of the moment where it has one. */
export function upstreamServer(
  name: string,
  network: string,
  info?: Pick<Docker.ContainerInspectInfo, "NetworkSettings">,
): UpstreamServer {
  const address = info?.NetworkSettings.Networks[network]?.IPAddress;
  return address ? { name, address } : { name };
}
