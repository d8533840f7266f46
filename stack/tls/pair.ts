import { createHash, createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { projectPath } from "../release/build-context.ts";

/** Where a certificate and its key are, on the machine that reads them; below the project's folder unless absolute. */
export interface PairFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** A certificate, with its chain, and its key. */
export interface Pair {
  /** Both, as nginx reads them from one file. */
  readonly pem: string;
  /** Tells pairs apart and says nothing of the key. */
  readonly digest: string;
}

/**
 * Reads a pair and makes sure that it can serve.
 *
 * @throws Error naming the file that is wrong and what would be right
 */
export async function loadPair({ certificateFile, keyFile }: PairFiles, now = new Date()): Promise<Pair> {
  const named = {
    certificate: `tally:tlsCertificateFile ${certificateFile}`,
    key: `tally:tlsKeyFile ${keyFile}`,
  };
  // One after the other: where neither is there, it is always the first one that is told.
  const certificatePem = await read(certificateFile, named.certificate);
  const keyPem = await read(keyFile, named.key);
  const certificate = parseCertificate(certificatePem, named.certificate);
  const key = parseKey(keyPem, named.key);
  if (!certificate.checkPrivateKey(key)) {
    throw new Error(
      `${named.key} is not the key of the certificate in ${certificateFile}, which must come first there`,
    );
  }
  if (certificate.validToDate < now) {
    throw new Error(`${named.certificate} expired on ${certificate.validToDate.toISOString()}; renew it`);
  }
  if (certificate.validFromDate > now) {
    throw new Error(`${named.certificate} is not valid before ${certificate.validFromDate.toISOString()}`);
  }
  const pem = `${certificatePem.trimEnd()}\n${keyPem.trimEnd()}\n`;
  return { pem, digest: createHash("sha256").update(pem).digest("hex").slice(0, 32) };
}

async function read(file: string, named: string): Promise<string> {
  try {
    return await readFile(resolve(projectPath("."), file), "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${named} cannot be read (${code}); it must be a PEM file on the machine that runs up`);
  }
}

function parseCertificate(pem: string, named: string): X509Certificate {
  try {
    if (pem.includes("-----BEGIN CERTIFICATE-----")) return new X509Certificate(pem);
  } catch {}
  throw new Error(`${named} must hold a certificate as PEM, followed by its chain`);
}

/** Errors of the parser are not passed on: they may show parts of the key. */
function parseKey(pem: string, named: string): KeyObject {
  if (/-----BEGIN ENCRYPTED |^Proc-Type: 4,ENCRYPTED/m.test(pem)) {
    throw new Error(
      `${named} is encrypted; it must hold the private key in clear, readable by its owner alone`,
    );
  }
  try {
    if (pem.includes("PRIVATE KEY-----")) return createPrivateKey(pem);
  } catch {}
  throw new Error(`${named} must hold the private key of the certificate as PEM`);
}
