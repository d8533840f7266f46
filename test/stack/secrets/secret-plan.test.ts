import { expect } from "chai";
import { parseStackConfig } from "../../../stack/config/config.ts";
import { planSecrets } from "../../../stack/secrets/secret-plan.ts";

function planOf(settings: Readonly<Record<string, string>>) {
  const values = Object.entries(settings).map(([key, value]) => [`tally:${key}`, value]);
  return planSecrets(parseStackConfig("dev", Object.fromEntries(values)));
}

describe("planSecrets", () => {
  it("needs an owner key and a password of Redis where nothing is configured, each made by its owner", () => {
    expect(planOf({})).to.deep.equal({
      env: { REDIS_PASSWORD_FILE: "/run/secrets/redis-password", OWNER_KEY_FILE: "/run/secrets/owner-key" },
      files: {},
      generated: ["owner-key"],
    });
  });

  it("gives every configured secret a file of its own, which replicas are told", () => {
    const configured = {
      redisPassword: "sesame",
      ownerKey: "the-key-of-the-owner",
      readKey: "the-key-of-readers",
      hitKey: "the-key-of-hitters",
    };
    const { env, files } = planOf({ redisHost: "redis.example", ...configured });
    const read = (variable: string) => files[(env[variable] ?? "").replace("/run/secrets/", "")];
    expect(Object.keys(env)).to.have.length(4);
    expect(read("REDIS_PASSWORD_FILE")).to.equal(configured.redisPassword);
    expect(read("OWNER_KEY_FILE")).to.equal(configured.ownerKey);
    expect(read("READ_KEY_FILE")).to.equal(configured.readKey);
    expect(read("HIT_KEY_FILE")).to.equal(configured.hitKey);
  });

  it("names another file for another key, so that an older release finds its own", () => {
    const names = ["the-key-of-monday", "the-key-of-tuesday"].map((hitKey) => planOf({ hitKey }).env);
    expect(names[0]?.HIT_KEY_FILE).to.not.equal(names[1]?.HIT_KEY_FILE);
    expect(names[0]?.OWNER_KEY_FILE).to.equal(names[1]?.OWNER_KEY_FILE);
  });
});
