import { expect } from "chai";
import { type MountedFile, namedSecrets } from "../../../../stack/platforms/swarm/mounted-files.ts";

describe("namedSecrets", () => {
  const file = (name: string): [string, MountedFile] => [
    name,
    { secretId: name, fileName: `/run/secrets/${name}` },
  ];
  const secrets = new Map([file("owner-key"), file("owner-key-0a"), file("redis-password")]);

  it("gives a service the secrets whose files it is told of, and no other", () => {
    const env = [
      "OWNER_KEY_FILE=/run/secrets/owner-key-0a",
      "REDIS_PASSWORD_FILE=/run/secrets/redis-password",
    ];
    expect(namedSecrets(env, secrets).map(({ secretId }) => secretId)).to.deep.equal([
      "owner-key-0a",
      "redis-password",
    ]);
    expect(namedSecrets(["RELEASE=owner-key"], secrets)).to.deep.equal([]);
  });
});
