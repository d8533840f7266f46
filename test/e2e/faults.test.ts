import { expect } from "chai";
import { cutRedis } from "../faults/network-faults.ts";
import { killRedis, killReplica, pauseRedis } from "../faults/process-faults.ts";
import { runTrial } from "../faults/trial.ts";
import { lostOf, problemsOf } from "../faults/verdict.ts";
import { createPlatform, type Platform } from "../support/platform.ts";

const pause = pauseRedis(3000);

/** The faults that are soon over, on one engine: it is the containers that they strike. The others have a command. */
describe("a fault under load", function () {
  this.timeout(120_000);
  let platform: Platform;

  before(async () => {
    platform = await createPlatform("embedded", { replicas: 2, gateWatch: 0 });
    await platform.must("up");
    // A reload signals replicas; Docker is to start them again all the same.
    await platform.must("up", "--config", "maxBodyKilobytes=128");
  });
  after(() => platform?.dispose());

  for (const fault of [killReplica, killRedis, pause, cutRedis(3000)]) {
    it(`loses nothing and leaves nothing to repair: ${fault.name}`, async () => {
      const outcome = await runTrial(platform, fault);
      expect(problemsOf(outcome)).to.deep.equal([]);
      expect(lostOf(outcome.visits) + lostOf(outcome.votes)).to.equal(0);
    });
  }
});

/** The negative control of the tests above: they see it when a write is done twice. */
describe("a fault under load, without the memory of what was written", function () {
  this.timeout(120_000);
  let platform: Platform;

  before(async () => {
    platform = await createPlatform("embedded", { replicas: 2, gateWatch: 0 });
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
