import { expect } from "chai";
import { type MountedFile, namedSecrets } from "../../../../stack/platforms/swarm/mounted-files.ts";

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
