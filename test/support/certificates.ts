import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** A certificate for localhost, or an IPv4 address besides, that vouches for itself, and its key; both PEM. */
export interface TestPair {
  readonly certificate: string;
  readonly key: string;
}

export interface Validity {
  readonly from: Date;
  readonly to: Date;
}

const dayMs = 24 * 3600 * 1000;

/** Makes a pair without any tool of the machine's. */
export function createPair({ from, to }: Partial<Validity> = {}, address = "127.0.0.1"): TestPair {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const validity = {
    from: from ?? new Date(Date.now() - dayMs),
    to: to ?? new Date(Date.now() + 30 * dayMs),
  };
  const certificate = createCertificate(privateKey, publicKey, validity, address);
  return {
    certificate: pem("CERTIFICATE", certificate),
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** X.509 (RFC 5280), as DER. */
function createCertificate(
  key: KeyObject,
  publicKey: KeyObject,
  { from, to }: Validity,
  address: string,
): Buffer {
  const algorithm = sequence(der(0x06, hex("2a8648ce3d040302")));
  const commonName = sequence(der(0x06, hex("550403")), der(0x0c, Buffer.from("localhost")));
  const name = sequence(der(0x31, commonName));
  const addresses = sequence(
    der(0x82, Buffer.from("localhost")),
    der(0x87, Buffer.from(address.split(".").map(Number))),
  );
  const subjectAltName = sequence(der(0x06, hex("551d11")), der(0x04, addresses));
  const signed = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1, ...crypto.getRandomValues(new Uint8Array(8))])),
    algorithm,
    name,
    sequence(time(from), time(to)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(subjectAltName)),
  );
  const signature = sign("sha256", signed, key);
  return sequence(signed, algorithm, der(0x03, Buffer.from([0]), signature));
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
