import { expect } from "chai";
import { anyEngine } from "../support/engines.ts";
import { type Load, startLoad } from "../support/load.ts";
import { join, steadyLoad, watchUpdate } from "../support/lossless.ts";
import { createPlatform, type Platform } from "../support/platform.ts";
import { type RedisElsewhere, startRedisElsewhere } from "../support/redis-elsewhere.ts";

for (const engine of anyEngine) {
  describe(`moving to a Redis elsewhere and back on the ${engine} engine`, function () {
    this.timeout(120_000);
    let platform: Platform;
    let redis: RedisElsewhere;
    let load: Load;

    before(async () => {
      platform = await createPlatform(engine, { replicas: 2, gateWatch: 1 });
      redis = await startRedisElsewhere(platform);
      await platform.must("up");
      load = startLoad({ url: platform.url, requestsPerSecond: steadyLoad });
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

    it("does not go back to a release whose Redis is gone", async () => {
      const kept = await platform.project.read(settingsFile(platform));
      const { exitCode, output } = await platform.tally("rollback");
      expect(exitCode, output).to.equal(1);
      expect(output).to.match(/counts in the stack's own Redis, .* --unset redisHost /);
      expect(await platform.project.read(settingsFile(platform))).to.equal(kept);
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

/** What the README says to do. */
for (const engine of anyEngine) {
  describe(`moving the counts to a Redis elsewhere on the ${engine} engine`, function () {
    this.timeout(120_000);
    let platform: Platform;
    let moving: Platform;
    let redis: RedisElsewhere;

    before(async () => {
      const small = { replicas: 1, gateWatch: 0 };
      platform = await createPlatform(engine, small);
      redis = await startRedisElsewhere(platform);
      moving = await createPlatform(engine, { ...small, redisHost: redis.host, redisPort: redis.port });
      await Promise.all([platform.must("up"), moving.must("up")]);
    });

    after(async () => {
      await moving?.dispose();
      await platform?.dispose();
    });

    it("takes every one of them along, and pauses counting meanwhile", async () => {
      const load = startLoad({ url: platform.url, requestsPerSecond: steadyLoad });
      const file = `${platform.project.directory}/counters.jsonl`;
      let pausedMs = 0;
      const moved = await watchUpdate(load, async () => {
        const pausedAt = performance.now();
        await platform.redisCli("CONFIG", "SET", "min-replicas-to-write", "1");
        await platform.must("export", "--file", file);
        await moving.must("import", "--file", file);
        await platform.project.edit(settingsFile(platform), "config:\n", `config:\n${settings(redis)}`);
        await platform.must("up");
        pausedMs = performance.now() - pausedAt;
      });
      const { visits, failures } = join([moved, await load.stop()]);
      console.log(`      measured: counting paused for ${(pausedMs / 1000).toFixed(0)} s`);
      expect(failures.filter((failure) => !failure.includes("status 503"))).to.deep.equal([]);
      expect(failures).to.not.deep.equal([]);
      expect(new Set(visits).size).to.equal(visits.length);
      const { stdout } = await platform.project.run("docker", [
        ...["exec", redis.container, "redis-cli", "GET", "visits"],
      ]);
      // Nobody else has counted, before, meanwhile or after.
      expect([Number(stdout), Math.max(...visits)]).to.deep.equal([visits.length, visits.length]);
      expect((await moving.must("status")).stdout).to.contain(`visits ${visits.length},`);
    });
  });
}

function settingsFile({ stack }: Platform): string {
  return `Pulumi.${stack}.yaml`;
}

function settings({ host, port }: RedisElsewhere): string {
  return `  tally:redisHost: "${host}"\n  tally:redisPort: "${port}"\n`;
}
