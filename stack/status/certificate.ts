import { connect, type PeerCertificate } from "node:tls";
import type Docker from "dockerode";

/** The proxy's port for TLS, inside its container. */
const tlsPort = 8443;
const limitMs = 2000;

/** When the certificate ends that visitors are shown, as ISO 8601; undefined where there is no TLS. */
export async function readCertificateEnd(docker: Docker, proxy: string): Promise<string | undefined> {
  const { HostConfig } = await docker.getContainer(proxy).inspect();
  const bindings = HostConfig.PortBindings as Record<string, { HostIp: string; HostPort: string }[]> | null;
  const binding = bindings?.[`${tlsPort}/tcp`]?.[0];
  if (binding === undefined) return undefined;
  const { host = "127.0.0.1" } = docker.modem as { host?: string };
  const address = ["", "0.0.0.0", "::"].includes(binding.HostIp) ? host : binding.HostIp;
  return await askCertificateEnd(address, Number(binding.HostPort));
}

/** Nothing is sent but the greeting, so it does not matter who signed. */
export async function askCertificateEnd(host: string, port: number): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<PeerCertificate | undefined>();
  const socket = connect({ host, port, rejectUnauthorized: false, timeout: limitMs });
  socket.once("secureConnect", () => resolve(socket.getPeerCertificate()));
  for (const event of ["error", "timeout", "close"]) socket.once(event, () => resolve(undefined));
  const certificate = await promise;
  socket.destroy();
  return certificate?.valid_to ? new Date(certificate.valid_to).toISOString() : undefined;
}
