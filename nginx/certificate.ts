import type { ExecResult, RunningContainer } from "./container.ts";
import { selfSignedScript } from "./scripts.ts";
import { routesDirectory } from "./tls.ts";

/**
 * The files with the proxy's certificates, each with its key, below its
 * routes. Every configured pair has a name of its own: routes that come back
 * after a failed switch find the pair that they were proven with.
 */
export const selfSignedPair = "self-signed.pem";

export function pairName(digest: string): string {
  return `pair-${digest}.pem`;
}

/**
 * Sees to a certificate of the proxy's own that is good for a month at least.
 *
 * @param names as in a certificate's subjectAltName
 * @throws Error with what openssl said
 */
export async function makeSelfSigned(proxy: RunningContainer, names: string): Promise<void> {
  const { exitCode, output } = await proxy.run(
    selfSignedScript,
    `${routesDirectory}/${selfSignedPair}`,
    names,
  );
  if (exitCode !== 0) throw new Error(`making a self-signed certificate: ${output} (in ${proxy.name})`);
}

/** Whether the proxy has the pair, and one of its own is good for a while yet. */
export async function hasPair(proxy: RunningContainer, pair: string): Promise<boolean> {
  const file = `${routesDirectory}/${pair}`;
  const script = pair === selfSignedPair ? 'openssl x509 -in "$1" -noout -checkend 2592000' : 'test -r "$1"';
  return (await proxy.run(script, file)).exitCode === 0;
}

/**
 * The certificate that the proxy serves, with its chain and without its key.
 *
 * @throws Error when it serves none
 */
export async function readCertificate(proxy: RunningContainer): Promise<string> {
  const script =
    `file=$(sed -n 's/^ *ssl_certificate \\(.*\\);$/\\1/p' ${routesDirectory}/current.conf) && ` +
    "sed -n '/BEGIN CERTIFICATE/,/END CERTIFICATE/p' \"$file\"";
  const { exitCode, output } = await proxy.run(script);
  if (exitCode !== 0) throw new Error(`${proxy.name} serves no certificate: ${output}`);
  return output;
}

/** Removes the pairs that neither the serving nor the proven routes name. */
export async function removeOldPairs(proxy: RunningContainer): Promise<ExecResult> {
  const script = `cd ${routesDirectory} && for pair in *.pem; do grep -qsF "/$pair;" current.conf proven.conf || rm -f "$pair"; done`;
  return await proxy.run(script);
}
