import { buffer } from "node:stream/consumers";
import type Docker from "dockerode";
import { pack } from "tar-stream";
import { hasPair, hasSelfSigned, makeSelfSigned, pairName, selfSignedPair } from "../../nginx/certificate.ts";
import type { RunningContainer } from "../../nginx/container.ts";
import { routesDirectory } from "../../nginx/tls.ts";
import { containerUser } from "../containers/names.ts";
import type { Certificate } from "../tls/certificate.ts";
import { loadPair } from "../tls/pair.ts";

/** The name under which the proxy keeps a certificate with its key. */
export function pairOf(certificate: Certificate): string {
  return certificate.kind === "files" ? pairName(certificate.digest) : selfSignedPair;
}

/**
 * Puts the certificate where the proxy finds it, beside those that it serves
 * with; routes that name it come later.
 *
 * @throws Error when the files are no longer what was planned, or openssl fails
 */
export async function provideCertificate(
  docker: Docker,
  proxy: RunningContainer,
  certificate: Certificate | undefined,
): Promise<void> {
  if (certificate === undefined) return;
  if (certificate.kind === "self-signed") return await makeSelfSigned(proxy, certificate.names);
  const { pem, digest } = await loadPair(certificate);
  if (digest !== certificate.digest) {
    throw new Error(`${certificate.certificateFile} or its key has changed meanwhile; try again`);
  }
  await writePair(docker, proxy.name, pairOf(certificate), pem);
}

/** Whether the proxy has it, for the names that it is to have, and it need not be renewed. */
export async function isProvided(
  proxy: RunningContainer,
  certificate: Certificate | undefined,
): Promise<boolean> {
  if (certificate === undefined) return true;
  if (certificate.kind === "self-signed") return await hasSelfSigned(proxy, certificate.names);
  return await hasPair(proxy, pairOf(certificate));
}

/** As an archive: arguments and environments can be read by others. */
async function writePair(docker: Docker, proxy: string, name: string, pem: string): Promise<void> {
  const [uid = 0, gid = 0] = containerUser.split(":").map(Number);
  const archive = pack();
  archive.entry({ name, mode: 0o600, uid, gid }, pem);
  archive.finalize();
  await docker.getContainer(proxy).putArchive(await buffer(archive), { path: routesDirectory });
}
