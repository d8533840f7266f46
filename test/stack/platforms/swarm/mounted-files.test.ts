import { output } from "@pulumi/pulumi";
import { expect } from "chai";
import {
  type MountedFile,
  namedSecrets,
  secretName,
} from "../../../../stack/platforms/swarm/mounted-files.ts";

describe("namedSecrets", () => {
  const file = (fileName: string): MountedFile => ({ secretId: fileName, fileName });
  const [made, configured, password] = ["owner-key", "owner-key-0a", "redis-password"].map((name) =>
    file(`/run/secrets/${name}`),
  );
  const secrets = [made, configured, password].filter((each) => each !== undefined);

  it("gives a service the secrets whose files its environment names, and no other", () => {
    const env = [
      "OWNER_KEY_FILE=/run/secrets/owner-key-0a",
      "REDIS_PASSWORD_FILE=/run/secrets/redis-password",
    ];
    expect(namedSecrets(env, secrets)).to.deep.equal([configured, password]);
    expect(namedSecrets(["RELEASE=owner-key"], secrets)).to.deep.equal([]);
  });
});

describe("secretName", () => {
  const digest = "0a".repeat(32);

  it("is another one for another value, even where the file's stays", () => {
    const [first, second] = ["a key", "another key"].map((key) => secretName("backup-key", key));
    expect(first)
      .to.match(/^backup-key-[0-9a-f]{8}$/)
      .and.not.equal(second);
    expect(secretName("backup-key", "a key")).to.equal(first);
  });

  it("tells what the file's name tells, in short", () => {
    expect(secretName(`owner-key-${digest}`, "a key")).to.equal("owner-key-0a0a0a0a");
    expect(secretName(`pair-${digest}.pem`, Promise.resolve("a pair"))).to.equal("pair-0a0a0a0a");
  });

  it("stays for what is made once", () => {
    expect(secretName("owner-key", output("a key"))).to.equal("owner-key");
  });
});
