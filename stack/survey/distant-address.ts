import type Docker from "dockerode";
import type { StackConfig } from "../config/config.ts";

const loopback = /^(localhost|127(\.\d+){3}|::1)$/;
const everyAddress: readonly string[] = ["0.0.0.0", "::"];

/**
 * The host on which an engine publishes that is reached over a network; undefined where
 * that is this machine, or where the configuration says at which address.
 */
export function distantAddress(
  docker: Docker,
  { listenAddress }: Pick<StackConfig, "listenAddress">,
): string | undefined {
  // Brackets are part of a URL, and not of an address.
  const host = (docker.modem as { host?: string }).host?.replace(/^\[(.*)\]$/, "$1");
  if (host === undefined || loopback.test(host) || !everyAddress.includes(listenAddress)) return undefined;
  return host;
}
