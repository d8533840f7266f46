import type Docker from "dockerode";
import type { StackConfig } from "../config/config.ts";
import { engineHost } from "../containers/engine-host.ts";
import { isEveryAddress } from "../public-url.ts";

const loopback = /^(localhost|127(\.\d+){3}|::1)$/;

/**
 * The host on which an engine publishes that is reached over a network; undefined where
 * that is this machine, or where the configuration says at which address.
 */
export function distantAddress(
  docker: Docker,
  { listenAddress }: Pick<StackConfig, "listenAddress">,
): string | undefined {
  const host = engineHost(docker);
  if (host === undefined || loopback.test(host) || !isEveryAddress(listenAddress)) return undefined;
  return host;
}
