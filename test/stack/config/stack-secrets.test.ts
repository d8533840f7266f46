import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import {
  createSalt,
  decryptSecret,
  encryptSecret,
  openSecrets,
} from "../../../stack/config/stack-secrets.ts";
import { failureOf } from "../../support/failure.ts";
import { keepEnvironment } from "../kept-environment.ts";
import { madeByPulumi } from "../made-by-pulumi.ts";

const { salt, passphrase, secure, value } = madeByPulumi;

describe("a secret that Pulumi made", () => {
  keepEnvironment("PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE");
  beforeEach(() => {
    process.env.PULUMI_CONFIG_PASSPHRASE = passphrase;
  });

  it("is opened with its passphrase", async () => {
    expect(decryptSecret(await openSecrets(salt), "tally:redisPassword", secure)).to.equal(value);
  });

  it("is opened with a passphrase in a file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "tally-passphrase-"));
    delete process.env.PULUMI_CONFIG_PASSPHRASE;
    process.env.PULUMI_CONFIG_PASSPHRASE_FILE = join(folder, "passphrase");
    await writeFile(join(folder, "passphrase"), `${passphrase}\n`);
    const key = await openSecrets(salt);
    await rm(folder, { recursive: true });
    expect(decryptSecret(key, "tally:redisPassword", secure)).to.equal(value);
  });

  it("stays closed to another passphrase, and to the empty one", async () => {
    for (const wrong of ["correct house", ""]) {
      process.env.PULUMI_CONFIG_PASSPHRASE = wrong;
      expect(await failureOf(openSecrets(salt))).to.match(/PULUMI_CONFIG_PASSPHRASE is not the passphrase/);
    }
  });

  it("is opened without a passphrase where it has the empty one", async () => {
    process.env.PULUMI_CONFIG_PASSPHRASE = "";
    const own = await createSalt();
    delete process.env.PULUMI_CONFIG_PASSPHRASE;
    const key = await openSecrets(own);
    expect(decryptSecret(key, "tally:hitKey", encryptSecret(key, "hush"))).to.equal("hush");
    expect(await createSalt()).to.match(/^v1:/);
  });

  it("stays closed without a passphrase, and the error says what to set", async () => {
    delete process.env.PULUMI_CONFIG_PASSPHRASE;
    expect(await failureOf(openSecrets(salt))).to.match(/set PULUMI_CONFIG_PASSPHRASE/);
  });

  it("is left to the Pulumi CLI when no passphrase keeps it", async () => {
    for (const other of ["", "v1:abc", "v2:KWifVl4+RrY=:v1:a:b"]) {
      expect(await failureOf(openSecrets(other))).to.match(/only the Pulumi CLI can open them/);
    }
  });

  it("is named when it is damaged, and nothing of it is shown", async () => {
    const key = await openSecrets(salt);
    const [version, nonce = "", message = ""] = secure.split(":");
    const damaged = [
      `${version}:${nonce}:A${message.slice(1)}`,
      `${version}:${message.slice(0, 16)}:${message}`,
      `v2:${nonce}:${message}`,
      `${version}:${nonce}`,
      "",
    ];
    for (const each of damaged) {
      expect(() => decryptSecret(key, "tally:redisPassword", each)).to.throw(
        /^the secret tally:redisPassword is damaged: set it again$/,
      );
    }
  });
});
