import { createPrivateKey } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { loadPair } from "../../../stack/tls/pair.ts";
import { createPair, type TestPair } from "../../support/certificates.ts";
import { failureOf } from "../../support/failure.ts";

describe("loadPair", () => {
  const [pair, other] = [createPair(), createPair()];
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "tally-pair-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function load({ certificate, key }: TestPair) {
    const files = { certificateFile: join(folder, "certificate.pem"), keyFile: join(folder, "key.pem") };
    await Promise.all([writeFile(files.certificateFile, certificate), writeFile(files.keyFile, key)]);
    return await loadPair(files);
  }

  it("reads certificate and key as one file", async () => {
    const { pem } = await load(pair);
    expect(pem).to.equal(pair.certificate + pair.key);
  });

  it("tells pairs apart by a digest", async () => {
    const digests = await Promise.all([await load(pair), await load(other), await load(pair)]);
    const [first, second, again] = digests.map(({ digest }) => digest);
    expect(first).to.match(/^[0-9a-f]{32}$/);
    expect(second).to.not.equal(first);
    expect(again).to.equal(first);
  });

  it("takes a chain, the certificate first", async () => {
    await load({ ...pair, certificate: pair.certificate + other.certificate });
  });

  it("takes a certificate that is followed by text, and a key as openssl writes it", async () => {
    const key = createPrivateKey(pair.key).export({ type: "sec1", format: "pem" }).toString();
    await load({ certificate: `Subject: localhost\n${pair.certificate}\n\n`, key });
  });

  const encrypted = createPrivateKey(pair.key).export({
    type: "pkcs8",
    format: "pem",
    cipher: "aes-256-cbc",
    passphrase: "a passphrase for tests",
  });
  const [past, future] = [new Date("2020-01-02T03:04:05Z"), new Date("2140-01-02T03:04:05Z")];

  const wrong: Readonly<Record<string, [Partial<TestPair>, RegExp]>> = {
    "a key of another certificate": [
      { key: other.key },
      /tlsKeyFile \S+key.pem is not the key of the certificate in \S+certificate.pem, which must come first/,
    ],
    "a chain that begins with another certificate": [
      { certificate: other.certificate + pair.certificate },
      /is not the key of the certificate/,
    ],
    "a certificate that expired": [
      createPair({ from: past, to: new Date("2021-01-02T03:04:05Z") }),
      /tlsCertificateFile \S+ expired on 2021-01-02T03:04:05.000Z/,
    ],
    "a certificate of the future": [
      createPair({ from: future, to: new Date("2141-01-01T00:00:00Z") }),
      /tlsCertificateFile \S+ is not valid before 2140-01-02T03:04:05.000Z/,
    ],
    "an empty certificate": [{ certificate: "" }, /tlsCertificateFile \S+ must hold a certificate as PEM/],
    "a certificate that is damaged": [
      { certificate: pair.certificate.replace(/\n.{20}/, "\n") },
      /tlsCertificateFile \S+ must hold a certificate as PEM/,
    ],
    "a key as the certificate": [{ certificate: pair.key }, /tlsCertificateFile \S+ must hold a certificate/],
    "a certificate as the key": [{ key: pair.certificate }, /tlsKeyFile \S+ must hold the private key/],
    "a key that is damaged": [
      { key: pair.key.replace(/\n.{20}/, "\n") },
      /tlsKeyFile \S+ must hold the private key of the certificate as PEM/,
    ],
    "an encrypted key": [{ key: encrypted.toString() }, /tlsKeyFile \S+ is encrypted/],
  };

  for (const [what, [change, says]] of Object.entries(wrong)) {
    it(`refuses ${what}, and shows nothing of the key`, async () => {
      const given = { ...pair, ...change };
      const failure = await failureOf(load(given));
      expect(failure).to.match(says).and.not.include("\n");
      for (const line of given.key.split("\n").filter(Boolean)) expect(failure).to.not.include(line);
    });
  }

  it("names a file that is not there, and where it should be", async () => {
    const files = { certificateFile: join(folder, "none.pem"), keyFile: join(folder, "key.pem") };
    expect(await failureOf(loadPair(files))).to.match(
      /tlsCertificateFile \S+none.pem cannot be read \(ENOENT\).*on the machine that runs up/,
    );
    expect(await failureOf(loadPair({ ...files, certificateFile: folder }))).to.match(/\(EISDIR\)/);
  });
});
