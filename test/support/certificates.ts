import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** A certificate for localhost, or an IPv4 address besides, and its key; both PEM. */
export interface TestPair {
  readonly certificate: string;
  readonly key: string;
}

export interface Validity {
  readonly from: Date;
  readonly to: Date;
}

const dayMs = 24 * 3600 * 1000;

/** Makes a pair whose certificate vouches for itself, without any tool of the machine's. */
export function createPair({ from, to }: Partial<Validity> = {}, address = "127.0.0.1"): TestPair {
  const validity = {
    from: from ?? new Date(Date.now() - dayMs),
    to: to ?? new Date(Date.now() + 30 * dayMs),
  };
  return makePair({ validity, address, subject: "localhost" });
}

/** Makes pairs that one authority has issued, each certificate with the authority's behind it. */
export function createChains(count: number): TestPair[] {
  const validity = { from: new Date(Date.now() - dayMs), to: new Date(Date.now() + 30 * dayMs) };
  const address = "127.0.0.1";
  const authority = makePair({ validity, address, subject: "an authority", isAuthority: true });
  const issuer = { name: "an authority", key: createPrivateKey(authority.key) };
  return Array.from({ length: count }, () => {
    const { certificate, key } = makePair({ validity, address, subject: "localhost", issuer });
    return { certificate: certificate + authority.certificate, key };
  });
}

interface Contents {
  readonly validity: Validity;
  readonly address: string;
  readonly subject: string;
  /** Without one, the certificate vouches for itself. */
  readonly issuer?: { readonly name: string; readonly key: KeyObject };
  readonly isAuthority?: boolean;
}

function makePair(contents: Contents): TestPair {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const { issuer = { name: contents.subject, key: privateKey }, isAuthority = false } = contents;
  return {
    certificate: pem("CERTIFICATE", createCertificate({ ...contents, issuer, isAuthority }, publicKey)),
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** X.509 (RFC 5280), as DER. */
function createCertificate(
  { validity: { from, to }, address, subject, issuer, isAuthority }: Required<Contents>,
  publicKey: KeyObject,
): Buffer {
  const algorithm = sequence(der(0x06, hex("2a8648ce3d040302")));
  const addresses = sequence(
    der(0x82, Buffer.from("localhost")),
    der(0x87, Buffer.from(address.split(".").map(Number))),
  );
  const subjectAltName = sequence(der(0x06, hex("551d11")), der(0x04, addresses));
  const basicConstraints = sequence(
    der(0x06, hex("551d13")),
    der(0x04, sequence(der(0x01, Buffer.from([255])))),
  );
  const signed = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1, ...crypto.getRandomValues(new Uint8Array(8))])),
    algorithm,
    distinguishedName(issuer.name),
    sequence(time(from), time(to)),
    distinguishedName(subject),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(subjectAltName, ...(isAuthority ? [basicConstraints] : []))),
  );
  const signature = sign("sha256", signed, issuer.key);
  return sequence(signed, algorithm, der(0x03, Buffer.from([0]), signature));
}

function distinguishedName(commonName: string): Buffer {
  const attribute = sequence(der(0x06, hex("550403")), der(0x0c, Buffer.from(commonName)));
  return sequence(der(0x31, attribute));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts);
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  // As short as can be: some readers refuse anything else.
  const form = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...form]), content]);
}

function time(date: Date): Buffer {
  return der(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]|\.\d+Z/g, "")}Z`));
}

function hex(text: string): Buffer {
  return Buffer.from(text, "hex");
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
