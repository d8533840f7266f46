import { expect } from "chai";
import { engines } from "../support/engines.ts";
import { type Load, startLoad } from "../support/load.ts";
import { expectNothingLost, type Tallied, watchUpdate } from "../support/lossless.ts";
import { createPlatform, type Platform } from "../support/platform.ts";

/** Enough to meet every moment of an update; the benchmark drives more. */
const requestsPerSecond = 150;

for (const engine of engines) {
  describe(`an update under load on the ${engine} engine`, function () {
    this.timeout(120_000);
    let platform: Platform;
    let load: Load;
    const tallied: Tallied = { visits: 0, votes: 0 };

    before(async () => {
      platform = await createPlatform(engine, { replicas: 2, gateWatch: 1 });
      await platform.must("up");
      load = startLoad({ url: platform.url, requestsPerSecond });
    });

    after(async () => {
      await load?.stop();
      await platform?.dispose();
    });

    const updates: Record<string, () => Promise<unknown>> = {
      "a new release": async () => {
        await platform.project.edit("service/page/home.ts", "Welcome", "A warm welcome");
        await platform.must("up");
      },
      "more replicas": () => platform.must("up", "--config", "replicas=4"),
      "fewer replicas": () => platform.must("up", "--config", "replicas=2"),
      "a changed setting": () => platform.must("up", "--config", "logLevel=warn"),
      "a changed nginx setting": () => platform.must("up", "--config", "maxBodyKilobytes=8"),
      "an identical `up`": () => platform.must("up"),
    };

    for (const [kind, update] of Object.entries(updates)) {
      it(`loses nothing during ${kind}`, async () => {
        const report = await watchUpdate(load, update);
        expectNothingLost(report, tallied);
      });
    }

    it("has counted exactly what it acknowledged", async () => {
      expectNothingLost(await load.stop(), tallied);
      expect(Number(await platform.redisCli("GET", "visits"))).to.equal(tallied.visits);
      expect(Number(await platform.redisCli("GET", "votes"))).to.equal(tallied.votes);
    });
  });
}
