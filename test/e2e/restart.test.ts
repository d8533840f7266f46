import { expect } from "chai";
import { objectName } from "../../stack/containers/names.ts";
import { firstReplica, killInside, proxyOf, redisOf } from "../faults/containers.ts";
import { anyEngine, engines } from "../support/engines.ts";
import { type Load, type LoadReport, startLoad } from "../support/load.ts";
import { join, steadyLoad } from "../support/lossless.ts";
import { allReady, identities } from "../support/observations.ts";
import { createPlatform, type Platform } from "../support/platform.ts";
import { until } from "../support/until.ts";

for (const engine of anyEngine) {
  describe(`a stack on the ${engine} engine whose containers start in any order and with other addresses`, function () {
    this.timeout(120_000);
    let platform: Platform;

    before(async () => {
      platform = await createPlatform(engine, { replicas: 3 });
      await platform.must("up");
    });

    after(() => platform?.dispose());

    it("is back without an `up`", async () => {
      const { docker, stack } = platform;
      const before = await addresses(platform);
      const [proxy, redis] = [objectName(stack, "proxy"), objectName(stack, "redis")];
      const lastNumber = (name: string) => Number(before[name]?.split(".").at(-1));
      const replicas = Object.keys(before).toSorted((a, b) => lastNumber(b) - lastNumber(a));
      await Promise.all([proxy, redis, ...replicas].map((name) => docker.getContainer(name).kill()));
      // The proxy first, before anything that it routes to; each replica takes another one's address.
      for (const name of [proxy, ...replicas, redis]) await docker.getContainer(name).start();
      await until(async () => (await platform.fetch("/count").catch(() => undefined))?.ok, 30_000);
      expect(await addresses(platform)).not.to.deep.equal(before);
      const answered = new Set<string>();
      await until(async () => {
        const response = await platform.fetch("/readyz").catch(() => undefined);
        if (response?.ok) answered.add(((await response.json()) as { replica: string }).replica);
        return answered.size === replicas.length;
      }, 30_000);
    });

    it("starts every container again by itself", async () => {
      for (const name of await platform.containers()) {
        const { HostConfig } = await platform.docker.getContainer(name).inspect();
        expect(HostConfig.RestartPolicy?.Name, name).to.equal("always");
      }
      for (const name of [proxyOf(platform), redisOf(platform), await firstReplica(platform)]) {
        await killInside(platform, [name]);
      }
      await until(() => allReady(platform), 30_000);
    });

    async function addresses({ docker, containers, stack }: Platform): Promise<Record<string, string>> {
      const pairs = (await containers("service")).map(async (name) => {
        const { NetworkSettings } = await docker.getContainer(name).inspect();
        return [name, NetworkSettings.Networks[objectName(stack, "front")]?.IPAddress ?? ""];
      });
      return Object.fromEntries(await Promise.all(pairs));
    }
  });
}

for (const engine of engines) {
  describe(`replacing the proxy and Redis on the ${engine} engine`, function () {
    this.timeout(120_000);
    let platform: Platform;
    let load: Load;

    before(async () => {
      platform = await createPlatform(engine, { replicas: 2 });
      await platform.must("up");
      load = startLoad({ url: platform.url, requestsPerSecond: steadyLoad });
    });

    after(async () => {
      await load?.stop();
      await platform?.dispose();
    });

    it("is announced in the preview, and only then", async () => {
      const announcement = "replaces the proxy's container";
      expect((await platform.must("preview")).output).not.to.contain(announcement);
      await platform.project.edit("nginx/nginx.conf", "worker_connections 16384", "worker_connections 16382");
      expect((await platform.must("preview")).output).to.contain(announcement);
    });

    it("interrupts for a moment and loses no count", async () => {
      let lastFailureAt = 0;
      let firstFailureAt = 0;
      let acknowledged = 0;
      let failed = 0;
      const watch = setInterval(() => {
        const { failures, visits } = load.lap();
        acknowledged += visits.length;
        failed += failures.length;
        if (failures.length === 0) return;
        lastFailureAt = performance.now();
        firstFailureAt ||= lastFailureAt;
      }, 50);
      await platform.must("up");
      clearInterval(watch);
      const { failures, visits } = await load.stop();
      expect(failures).to.deep.equal([]);
      // Whoever was cut off may have been counted, and nobody else.
      const told = acknowledged + visits.length;
      expect(Number(await platform.redisCli("GET", "visits"))).to.be.within(told, told + failed);
      expect(firstFailureAt, "no request failed, so nothing was measured").to.be.above(0);
      const gapMs = Math.round(lastFailureAt - firstFailureAt);
      console.log(`      measured: requests failed for ${gapMs} ms`);
      expect(gapMs).to.be.below(15_000);
    });

    it("of Redis, for another memory, is announced in the preview, and only then", async () => {
      const announcement = "replaces Redis's container";
      expect((await platform.must("preview")).output).not.to.contain(announcement);
      await platform.project.edit(
        `Pulumi.${platform.stack}.yaml`,
        "config:\n",
        'config:\n  tally:redisMemory: "512"\n',
      );
      expect((await platform.must("preview")).output).to.contain(announcement);
    });

    it("of Redis keeps every count, and pauses counting for a moment", async () => {
      const before = Number(await platform.redisCli("GET", "visits"));
      const container = await platform.docker.getContainer(`tally-${platform.stack}-redis`).inspect();
      load = startLoad({ url: platform.url, requestsPerSecond: steadyLoad });
      const { visits, failures, pausedMs } = await pauseDuring(load, () => platform.must("up"));
      const replaced = await platform.docker.getContainer(`tally-${platform.stack}-redis`).inspect();
      expect(replaced.Id).to.not.equal(container.Id);
      expect(replaced.HostConfig.Memory).to.equal(512 * 1024 * 1024);
      expect(failures.filter((failure) => !failure.includes("status 503"))).to.deep.equal([]);
      // Whoever was told that counting is paused may have been counted, and nobody else.
      const counted = Number(await platform.redisCli("GET", "visits")) - before;
      expect(counted).to.be.within(visits.length, visits.length + failures.length);
      expect(new Set(visits).size).to.equal(visits.length);
      console.log(`      measured: no visit was counted for ${Math.round(pausedMs)} ms`);
      expect(pausedMs).to.be.below(30_000);
    });

    it("of Redis is refused where its data need more memory than it would have, and nothing is touched", async () => {
      const file = `Pulumi.${platform.stack}.yaml`;
      const [settings, containers] = [await platform.project.read(file), await identities(platform)];
      await platform.redisCli("SETRANGE", "large", String(100 * 1024 * 1024), "x");
      const { exitCode, output } = await platform.tally("up", "--config", "redisMemory=64");
      expect(exitCode, output).to.equal(1);
      const [, enough] = /tally:redisMemory is 64, .* set it to (\d+) or more/.exec(output) ?? [];
      expect(Number(enough), output).to.be.within(101 / 0.6, 400);
      expect(await platform.project.read(file)).to.equal(settings);
      expect(await identities(platform)).to.deep.equal(containers);
    });
  });
}

/** @returns everything that the load was told, and the longest time without an answer that counts */
async function pauseDuring(load: Load, update: () => Promise<unknown>) {
  const laps: LoadReport[] = [];
  let countedAt = performance.now();
  let pausedMs = 0;
  const look = (lap: LoadReport) => {
    laps.push(lap);
    if (lap.visits.length === 0) return;
    pausedMs = Math.max(pausedMs, performance.now() - countedAt);
    countedAt = performance.now();
  };
  const watch = setInterval(() => look(load.lap()), 50);
  await update().finally(() => clearInterval(watch));
  const updatedAt = performance.now();
  await until(() => {
    look(load.lap());
    return countedAt > updatedAt;
  }, 30_000);
  look(await load.stop());
  return { ...join(laps), pausedMs };
}
