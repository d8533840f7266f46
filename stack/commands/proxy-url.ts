import type Docker from "dockerode";
import { proxyPort, proxyTlsPort } from "../../nginx/ports.ts";
import { isNotFound } from "../containers/docker.ts";
import { objectName } from "../containers/names.ts";

/**
 * Where a stack's proxy is published, as seen from here.
 *
 * @throws Error when the stack is not up
 */
export async function findProxyUrl(docker: Docker, stack: string): Promise<string> {
  const bindings = await readBindings(docker, objectName(stack, "proxy"));
  const tls = bindings?.[`${proxyTlsPort}/tcp`]?.[0];
  const binding = tls ?? bindings?.[`${proxyPort}/tcp`]?.[0];
  if (binding === undefined) {
    throw new Error(`stack "${stack}" is not up; npm run up -- --stack ${stack} takes it there`);
  }
  // An engine that is reached over a network publishes on its own host.
  const { host = "127.0.0.1" } = docker.modem as { host?: string };
  const address = isEverywhere(binding.HostIp) ? host : binding.HostIp;
  return `${tls ? "https" : "http"}://${address.includes(":") ? `[${address}]` : address}:${binding.HostPort}`;
}

type Bindings = Readonly<Record<string, readonly { HostIp: string; HostPort: string }[]>>;

async function readBindings(docker: Docker, name: string): Promise<Bindings | undefined> {
  try {
    return (await docker.getContainer(name).inspect()).HostConfig.PortBindings as Bindings;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function isEverywhere(address: string): boolean {
  return ["", "0.0.0.0", "::"].includes(address);
}
