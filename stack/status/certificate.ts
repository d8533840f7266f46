import { connect, type PeerCertificate } from "node:tls";
import type Docker from "dockerode";
import { readPublished } from "../commands/proxy-url.ts";
import { engineHost } from "../containers/engine-host.ts";
import { isEveryAddress } from "../public-url.ts";

const limitMs = 2000;

/** When the certificate ends that visitors are shown, as ISO 8601; undefined where there is no TLS. */
export async function readCertificateEnd(docker: Docker, stack: string): Promise<string | undefined> {
  const { listenAddress, httpsPort } = (await readPublished(docker, stack)) ?? {};
  if (listenAddress === undefined || httpsPort === undefined) return undefined;
  const host = engineHost(docker) ?? "127.0.0.1";
  return await askCertificateEnd(isEveryAddress(listenAddress) ? host : listenAddress, httpsPort);
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
