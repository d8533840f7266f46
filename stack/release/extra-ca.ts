import { getCACertificates } from "node:tls";

/**
 * The certificates that this machine trusts beyond Node's own list, as PEM: in
 * a network with a TLS proxy, whatever downloads inside a build needs them too.
 */
export function extraCertificates(): string {
  const bundled = new Set(getCACertificates("bundled").map(withoutBlanks));
  const trusted = [...getCACertificates("system"), ...getCACertificates("extra")];
  const extra = new Map(trusted.map((pem) => [withoutBlanks(pem), pem.trim()]));
  return [...extra].flatMap(([key, pem]) => (bundled.has(key) ? [] : [pem])).join("\n");
}

function withoutBlanks(pem: string): string {
  return pem.replace(/\s/g, "");
}
