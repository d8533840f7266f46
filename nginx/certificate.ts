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

/** Whether the proxy has a pair that was configured. */
export async function hasPair(proxy: RunningContainer, pair: string): Promise<boolean> {
  return (await proxy.run('test -r "$1"', `${routesDirectory}/${pair}`)).exitCode === 0;
}

/** Whether it has one of its own, for these names, that is good for a while yet; see self-signed.sh. */
export async function hasSelfSigned(proxy: RunningContainer, names: string): Promise<boolean> {
  const script = 'grep -qsxF "# $2" "$1" && openssl x509 -in "$1" -noout -checkend 2592000';
  return (await proxy.run(script, `${routesDirectory}/${selfSignedPair}`, names)).exitCode === 0;
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
