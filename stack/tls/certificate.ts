import { isIP } from "node:net";
import type { StackConfig } from "../config/config.ts";
import { loadPair, type PairFiles } from "./pair.ts";

/** Where the proxy's certificate comes from; nothing of it is secret. */
export type Certificate =
  | { readonly kind: "self-signed" /** As in its subjectAltName. */; readonly names: string }
  | ({ readonly kind: "files"; readonly digest: string } & PairFiles);

/**
 * The certificate that a configuration asks for; undefined where TLS is off.
 *
 * @throws Error when its files are not what can serve
 */
export async function planCertificate(config: StackConfig): Promise<Certificate | undefined> {
  const { tls, tlsCertificateFile: certificateFile = "", tlsKeyFile: keyFile = "" } = config;
  if (tls === "off") return undefined;
  if (tls === "self-signed") return { kind: tls, names: ownNames(config.listenAddress) };
  const { digest } = await loadPair({ certificateFile, keyFile });
  return { kind: tls, digest, certificateFile, keyFile };
}

function ownNames(listenAddress: string): string {
  const addresses = new Set(["127.0.0.1", "::1", listenAddress]);
  // They stand for every address, and are none.
  const named = [...addresses].filter(
    (address) => isIP(address) !== 0 && !["0.0.0.0", "::"].includes(address),
  );
  return ["DNS:localhost", ...named.map((address) => `IP:${address}`)].join(",");
}
