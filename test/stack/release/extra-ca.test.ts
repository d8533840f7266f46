import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { promisify } from "node:util";
import { expect } from "chai";
import { projectPath } from "../../../stack/release/build-context.ts";

const own = `-----BEGIN CERTIFICATE-----
MIIBlTCCATugAwIBAgIUEtO48ye0Og/RZpLIEz0s+iFdSw8wCgYIKoZIzj0EAwIw
HzEdMBsGA1UEAwwUVGFsbHkgdGVzdCBhdXRob3JpdHkwIBcNMjYxMTIxMTI0NTAw
WhgPMjEyNjEwMjgxMjQ1MDBaMB8xHTAbBgNVBAMMFFRhbGx5IHRlc3QgYXV0aG9y
aXR5MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE41TQXB1YRYSbM8KKhAP+7yQO
NhszKQs5eBkxBJwqmUs1wDhmRyBKBagp6HPkbNpwq+FI6IGwBkz/rwKQUuhiq6NT
MFEwHQYDVR0OBBYEFOq0eRKh41f3c24I/cAyqEEh96P1MB8GA1UdIwQYMBaAFOq0
eRKh41f3c24I/cAyqEEh96P1MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwID
SAAwRQIhAKWQrh7jUl7wZIKyrDvZLLxRfbj78ODiR7u1dCkXh3RNAiBGVaB2/Ft2
QqVGbLKkZWICSaktnNMY/qdkzRitwkN3CQ==
-----END CERTIFICATE-----`;

describe("extraCertificates", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "tally-ca-"));
  });
  after(() => rm(folder, { recursive: true }));

  /** Node reads certificates once, so each question is one to a process of its own. */
  async function extraCertificates(system: string, extra: string): Promise<string> {
    await Promise.all([writeFile(join(folder, "system"), system), writeFile(join(folder, "extra"), extra)]);
    const code = `import(process.argv[1]).then((m) => process.stdout.write(m.extraCertificates()))`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--eval", code, projectPath("stack/release/extra-ca.ts")],
      {
        env: {
          SSL_CERT_FILE: join(folder, "system"),
          SSL_CERT_DIR: join(folder, "none"),
          NODE_EXTRA_CA_CERTS: join(folder, "extra"),
        },
      },
    );
    return stdout;
  }

  const [bundled = ""] = rootCertificates;

  it("has those that the system trusts", async () => {
    expect(await extraCertificates(`${own}\n`, bundled)).to.equal(own);
  });

  it("has those that Node was told to trust", async () => {
    expect(await extraCertificates(bundled, `${own}\n`)).to.equal(own);
  });

  it("has each once", async () => {
    expect(await extraCertificates(`${own}\n`, `${own}\n${own}\n`)).to.equal(own);
  });

  it("has none that Node trusts anyway", async () => {
    expect(await extraCertificates(`${bundled}\n`, `${bundled}\n`)).to.equal("");
  });
});
