import { expect } from "chai";
import { engines } from "../support/engines.ts";
import { type Load, startLoad } from "../support/load.ts";
import { join, watchUpdate } from "../support/lossless.ts";
import { createPlatform, type Platform } from "../support/platform.ts";
import { type RedisElsewhere, startRedisElsewhere } from "../support/redis-elsewhere.ts";

for (const engine of engines) {
  describe(`moving to a Redis elsewhere and back on the ${engine} engine`, function () {
    this.timeout(120_000);
    let platform: Platform;
    let redis: RedisElsewhere;
    let load: Load;

    before(async () => {
      platform = await createPlatform(engine, { replicas: 2, gateWatch: 1 });
      redis = await startRedisElsewhere(platform);
      await platform.must("up");
      load = startLoad({ url: platform.url, requestsPerSecond: 80 });
    });

    after(async () => {
      await load?.stop();
      await platform?.dispose();
    });

    it("loses no request on the way there", async () => {
      await platform.project.edit(settingsFile(platform), "config:\n", `config:\n${settings(redis)}`);
      const there = await watchUpdate(load, () => platform.must("up"));
      expect(there.failures).to.deep.equal([]);
    });

    it("loses no request on the way back, and goes on where it was", async () => {
      await platform.project.edit(settingsFile(platform), settings(redis), "");
      const back = await watchUpdate(load, () => platform.must("up"));
      expect(back.failures).to.deep.equal([]);
      // From here on every number comes from the stack's own Redis again.
      const after = join([await watchUpdate(load, async () => undefined), await load.stop()]);
      expect(after.failures).to.deep.equal([]);
      expect(Math.max(...after.visits)).to.equal(Number(await platform.redisCli("GET", "visits")));
    });
  });
}

function settingsFile({ stack }: Platform): string {
  return `Pulumi.${stack}.yaml`;
}

function settings({ host, port }: RedisElsewhere): string {
  return `  tally:redisHost: "${host}"\n  tally:redisPort: "${port}"\n`;
}
