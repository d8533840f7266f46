import { expect } from "chai";
import { openContainer, type RunningContainer } from "../../../nginx/container.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { rehearse } from "../../../stack/restore/rehearsal.ts";
import { restoreKept } from "../../../stack/restore/restore.ts";
import { createSpare } from "../../../stack/restore/spare-redis.ts";
import { swapData } from "../../../stack/restore/swap.ts";
import { removeStacks, testStackName } from "../../support/abandoned-stacks.ts";
import { failureOf } from "../../support/failure.ts";
import { until } from "../../support/until.ts";
import { startOwnRedis } from "./own-redis.ts";

describe("restoring into the stack's own Redis", function () {
  this.timeout(60_000);
  const docker = connectDocker();
  const stack = testStackName();
  let own: Awaited<ReturnType<typeof startOwnRedis>>;
  let inside: RunningContainer;

  before(async () => {
    own = await startOwnRedis(docker, stack);
    inside = openContainer(docker, own.Id);
  });
  after(() => removeStacks(docker, (name) => name === stack));

  const run = async (script: string) => (await inside.run(script)).output;

  /** Leaves an RDB with this many visits in the folder where a restore prepares its data. */
  async function prepare(visits: number, ...more: string[]): Promise<void> {
    const kept = await run("redis-cli GET visits");
    await run(`redis-cli SET visits ${visits}`);
    for (const command of more) await run(`redis-cli ${command}`);
    await run("rm -rf restoring; mkdir restoring; redis-cli --rdb restoring/dump.rdb");
    await run(`redis-cli SET visits ${kept}`);
  }

  it("happens in containers as confined as it is, which reach nobody", async () => {
    const spare = await createSpare(docker, own, ["sleep", "60"]);
    const { HostConfig } = await spare.inspect();
    await spare.remove();
    const limits = ["ReadonlyRootfs", "CapDrop", "SecurityOpt", "Memory", "NanoCpus", "PidsLimit", "Tmpfs"];
    for (const limit of limits as (keyof typeof HostConfig)[]) {
      expect(HostConfig[limit], limit).to.deep.equal(own.HostConfig[limit]);
    }
    expect(HostConfig.NetworkMode).to.equal("none");
    expect(HostConfig.Memory).to.be.above(0);
  });

  it("makes of an RDB a log that holds the same, and starts with it", async () => {
    await run("redis-cli SET visits 100");
    await prepare(
      42,
      "HSET history h1 5 d1 7",
      "ZADD counters 0 a 0 b",
      "PFADD uniques x y",
      "SETEX salt 60 s",
    );
    await rehearse(docker, own, "restoring", 0);
    const pausedMs = await swapData(docker, own, "before-one");
    expect(pausedMs).to.be.above(0);
    expect(await run("redis-cli GET visits")).to.equal("42");
    expect(await run("redis-cli HGETALL history")).to.equal("h1\n5\nd1\n7");
    expect(await run("redis-cli PFCOUNT uniques")).to.equal("2");
    await docker.getContainer(own.Id).restart();
    await until(async () => (await run("redis-cli PING")) === "PONG", 10_000);
    expect(await run("redis-cli GET visits")).to.equal("42");
  });

  it("loads nothing that is too large for it", async () => {
    await prepare(1);
    const problem = await rehearse(docker, own, "restoring", 1000).then(
      never,
      (error: Error) => error.message,
    );
    expect(problem).to.match(/needs \d+ MB of memory, .* set tally:redisMemory higher/);
  });

  it("loads nothing that is no RDB, and says what Redis says", async () => {
    await run("rm -rf restoring; mkdir restoring; echo REDIS0011nonsense > restoring/dump.rdb");
    const problem = await rehearse(docker, own, "restoring", 0).then(never, (error: Error) => error.message);
    expect(problem).to.match(/^Redis cannot load the data: .+/);
    expect(await run("redis-cli GET visits")).to.equal("42");
  });

  it("brings the old data back when the new ones do not start", async () => {
    await prepare(7);
    await rehearse(docker, own, "restoring", 0);
    await run("for file in restoring/appendonlydir/*.rdb; do head -c 20 $file > cut; mv cut $file; done");
    const problem = await swapData(docker, own, "before-two", 3000).then(
      never,
      (error: Error) => error.message,
    );
    expect(problem).to.equal("Redis did not start with the restored data; it is back with those it had");
    expect(await run("redis-cli GET visits")).to.equal("42");
    expect(await run("ls"))
      .to.contain("before-two-refused")
      .and.contain("before-one");
  });

  it("says so when Redis starts again without them", async () => {
    await run("mkdir restoring");
    const problem = await swapData(docker, own, "before-late").then(never, (error: Error) => error.message);
    expect(problem).to.match(/^Redis started again without the restored data/);
    expect(await run("redis-cli GET visits")).to.equal("42");
    expect(await run("ls")).to.not.contain("restored");
  });

  it("keeps what it has just put aside, whatever clock has named the others", async () => {
    const ahead = [1, 2, 3].map((day) => `before-2099010${day}T000000000Z`);
    for (const name of ahead) await run(`cp -a appendonlydir ${name}`);
    const { aside } = await restoreKept(docker, own, ahead[0] ?? "", () => undefined);
    expect((await run("ls -d before-*Z")).split("\n")).to.have.members([aside, ...ahead.slice(1)]);
  });

  it("leaves nothing that runs when it is interrupted, nor what a killed one has left", async () => {
    const kept = "before-20990103T000000000Z";
    const names = [`tally-${stack}-redis-spare`, `tally-${stack}-backup-extract-1`];
    for (const name of names) {
      await docker.createContainer({ name, Image: own.Image, Labels: { "tally.stack": stack } });
    }
    const ignore = () => undefined;
    process.on("SIGINT", ignore);
    const interrupt = (line: string) => line.startsWith("Redis loads") && process.emit("SIGINT", "SIGINT");
    const failure = await failureOf(restoreKept(docker, own, kept, interrupt));
    process.off("SIGINT", ignore);
    expect(failure).to.equal("Interrupted by SIGINT");
    const left = await docker.listContainers({ all: true, filters: { label: [`tally.stack=${stack}`] } });
    expect(left.map(({ Id }) => Id)).to.deep.equal([own.Id]);
    expect(await run("ls")).to.not.contain("restoring");
  });

  it("goes on with a swap that was interrupted, however late, and begins no late one", async () => {
    await prepare(8);
    await rehearse(docker, own, "restoring", 0);
    const complete = "rm restoring/dump.rdb; echo before-three > restoring/aside; mv restoring restored";
    await run(`${complete}; echo 1 > restored/until`);
    await docker.getContainer(own.Id).restart();
    await until(async () => (await run("redis-cli GET visits")) === "42", 10_000);

    // As if the machine had gone away between the two renamings, and come back after the time.
    await run("mv appendonlydir before-three; kill -9 $(pidof redis-server)");
    await until(async () => (await run("redis-cli GET visits").catch(() => "")) === "8", 20_000);
    expect(await run("ls"))
      .to.contain("before-three")
      .and.not.contain("restored");
  });
});

function never(): never {
  throw new Error("it succeeded");
}
