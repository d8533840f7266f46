import { expect } from "chai";
import type { Fault } from "../faults/fault.ts";
import { cutRedis } from "../faults/network-faults.ts";
import { losePower } from "../faults/power-loss.ts";
import { killRedis, killReplica, pauseRedis } from "../faults/process-faults.ts";
import { createSmallVolume, missingForSmallVolume, type SmallVolume } from "../faults/small-volume.ts";
import { runTrial } from "../faults/trial.ts";
import { lostOf, problemsOf } from "../faults/verdict.ts";
import { anyEngine } from "../support/engines.ts";
import { createPlatform, type Platform } from "../support/platform.ts";

const pause = pauseRedis(3000);

/** The faults that are soon over. The others have a command. */
for (const engine of anyEngine) {
  describe(`a fault under load on the ${engine} engine`, function () {
    this.timeout(120_000);
    let platform: Platform;
    let volume: SmallVolume | undefined;

    before(async () => {
      platform = await createPlatform(engine, { replicas: 2, gateWatch: 0 });
      const missing = await missingForSmallVolume();
      if (missing) console.log(`      no loss of power here: ${missing}`);
      else volume = await createSmallVolume(platform, 64);
      await platform.must("up");
      // A reload signals replicas; Docker is to start them again all the same.
      await platform.must("up", "--config", "maxBodyKilobytes=8");
    });
    after(async () => {
      await platform?.dispose();
      await volume?.dispose();
    });

    async function expectNothingLost(fault: Fault): Promise<void> {
      const outcome = await runTrial(platform, fault);
      expect(problemsOf(outcome)).to.deep.equal([]);
      expect(lostOf(outcome.visits) + lostOf(outcome.votes)).to.equal(0);
    }

    for (const fault of [killReplica, killRedis, pause, cutRedis(3000)]) {
      it(`loses nothing and leaves nothing to repair: ${fault.name}`, () => expectNothingLost(fault));
    }

    it("loses nothing that was acknowledged when Redis's machine loses power", async function () {
      // `before` has said why there is none.
      if (volume === undefined) this.skip();
      await expectNothingLost(losePower(volume, 0));
    });
  });
}

/** The negative control of the tests above: they see it when a write is done twice. */
for (const engine of anyEngine) {
  describe(`a fault under load on the ${engine} engine, without the memory of what was written`, function () {
    this.timeout(120_000);
    let platform: Platform;

    before(async () => {
      platform = await createPlatform(engine, { replicas: 2, gateWatch: 0 });
      await platform.project.edit(
        "service/counting/lua/write.lua",
        "if last == sequence then",
        "if false then",
      );
      await platform.must("up");
    });
    after(() => platform?.dispose());

    it("counts what nobody was told of", async () => {
      const problems = problemsOf(await runTrial(platform, pause));
      expect(problems.join()).to.match(/were counted that nobody was told of/);
    });
  });
}
