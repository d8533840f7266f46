import type Docker from "dockerode";
import { proxyPort, proxyTlsPort } from "../../nginx/ports.ts";
import { isNotFound } from "../containers/docker.ts";
import { engineHost } from "../containers/engine-host.ts";
import { objectName } from "../containers/names.ts";
import { type Published, publicUrl } from "../public-url.ts";

/**
 * Where a stack's proxy is published, as seen from here.
 *
 * @throws Error when the stack is not up
 */
export async function findProxyUrl(docker: Docker, stack: string): Promise<string> {
  const published = await readPublished(docker, stack);
  if (published === undefined) {
    throw new Error(`stack "${stack}" is not up; npm run up -- --stack ${stack} takes it there`);
  }
  // An engine that is reached over a network publishes on its own host.
  return publicUrl(published, engineHost(docker) ?? "127.0.0.1");
}

/** What a stack's proxy is published as; undefined where it is not there. */
export async function readPublished(docker: Docker, stack: string): Promise<Published | undefined> {
  const bindings = await readBindings(docker, objectName(stack, "proxy"));
  const plain = bindings?.[`${proxyPort}/tcp`]?.[0];
  const tls = bindings?.[`${proxyTlsPort}/tcp`]?.[0];
  if (plain === undefined) return undefined;
  return {
    listenAddress: plain.HostIp,
    port: Number(plain.HostPort),
    ...(tls && { httpsPort: Number(tls.HostPort) }),
  };
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
