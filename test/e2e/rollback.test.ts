import { expect } from "chai";
import { engines, saysNoChanges } from "../support/engines.ts";
import { type Load, startLoad } from "../support/load.ts";
import { expectNothingLost, steadyLoad, type Tallied, watchUpdate } from "../support/lossless.ts";
import { servingRelease } from "../support/observations.ts";
import { createPlatform, type Platform } from "../support/platform.ts";

for (const engine of engines) {
  describe(`going back on the ${engine} engine`, function () {
    this.timeout(120_000);
    let platform: Platform;
    let load: Load;
    const tallied: Tallied = { visits: 0, votes: 0 };
    const releases: string[] = [];

    before(async () => {
      platform = await createPlatform(engine, { replicas: 2, gateWatch: 0, keepReleases: 1 });
      await platform.must("up");
      releases.push(await servingRelease(platform));
      load = startLoad({ url: platform.url, requestsPerSecond: steadyLoad });
    });

    after(async () => {
      await load?.stop();
      await platform?.dispose();
    });

    it("has nothing to go back to at first", async () => {
      const { exitCode, output } = await platform.tally("rollback");
      expect(exitCode).to.equal(1);
      expect(output).to.contain(`no release before ${releases[0]}`);
    });

    it("brings code and settings of the previous release back, builds nothing and loses nothing", async () => {
      await platform.project.edit("service/page/home.ts", "Welcome", "A second welcome");
      await platform.must("up", "--config", "logLevel=warn");
      releases.push(await servingRelease(platform));
      const images = await imageIds(platform);
      expectNothingLost(await watchUpdate(load, () => platform.must("rollback")), tallied);
      expect(await servingRelease(platform)).to.equal(releases[0]);
      expect(await imageIds(platform)).to.deep.equal(images);
      const [replica = ""] = await platform.containers("service");
      const { Config } = await platform.docker.getContainer(replica).inspect();
      expect(Config.Env).to.include("LOG_LEVEL=info");
    });

    it("stays there, says so, and changes nothing more", async () => {
      const { output } = await platform.must("up");
      expect(output).to.contain(`Pinned to release ${releases[0]}`);
      expect(output).to.match(saysNoChanges(engine));
    });

    it("takes no setting from after that release, nor touches a replica for one", async () => {
      const { output } = await platform.must("preview", "--config", "otlpEndpoint=http://192.0.2.1:4318");
      expect(output).to.match(saysNoChanges(engine));
    });

    it("goes forward again when told so", async () => {
      const report = await watchUpdate(load, () => platform.must("up", "--config", "release=latest"));
      expectNothingLost(report, tallied);
      expect(await servingRelease(platform)).to.equal(releases[1]);
    });

    it("keeps as many releases as configured and removes older ones", async () => {
      await platform.project.edit("service/page/home.ts", "A second welcome", "A third welcome");
      await platform.must("up");
      releases.push(await servingRelease(platform));
      const status = JSON.parse((await platform.must("status", "--json")).stdout);
      expect(status.releases).to.deep.equal(releases.slice(-2).toReversed());
      const { exitCode, output } = await platform.tally("rollback", "--release", releases[0] ?? "");
      expect(exitCode).to.equal(1);
      expect(output).to.contain(`release ${releases[0]} of stack "${platform.stack}" is not on this machine`);
    });

    it("has counted exactly what it acknowledged", async () => {
      expectNothingLost(await load.stop(), tallied);
      expect(Number(await platform.redisCli("GET", "visits"))).to.equal(tallied.visits);
    });
  });
}

/** The images of the stack's service. */
async function imageIds({ docker, stack }: Platform): Promise<string[]> {
  const images = await docker.listImages({ filters: { label: [`tally.stack=${stack}`] } });
  return images.map(({ Id }) => Id).sort();
}
