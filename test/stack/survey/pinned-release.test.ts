import { expect } from "chai";
import { parseStackConfig } from "../../../stack/config/config.ts";
import { refuseMovedRedis } from "../../../stack/survey/pinned-release.ts";

describe("a release to go back to", () => {
  const own = { id: "aaaa", spec: { env: { REDIS_HOST: "tally-dev-redis" } } };
  const other = { id: "bbbb", spec: { env: { REDIS_HOST: "redis.example.org" } } };
  const config = (values: Record<string, string>) =>
    parseStackConfig("dev", { "tally:redisPassword": "p", ...values });
  const refuse = (redisHost: string | undefined, release: typeof own) => () =>
    refuseMovedRedis(
      redisHost ? config({ "tally:redisHost": redisHost }) : parseStackConfig("dev", {}),
      release as never,
    );

  it("is one that counts where the configuration says", () => {
    expect(refuse(undefined, own)).to.not.throw();
    expect(refuse("redis.example.org", other)).to.not.throw();
    // It knows the way to any of them, and brings its own settings along.
    expect(refuse("another.example.org", other)).to.not.throw();
  });

  it("is refused where its Redis is not there any more, with the setting to change", () => {
    expect(refuse("redis.example.org", own)).to.throw(
      /aaaa .* --unset redisHost --unset redisPassword --config release=aaaa goes back/,
    );
    expect(refuse(undefined, other)).to.throw(/bbbb .* set tally:redisHost to redis\.example\.org/);
  });
});
