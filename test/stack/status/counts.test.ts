import { expect } from "chai";
import { openContainer, type RunningContainer } from "../../../nginx/container.ts";
import { findBaseImage } from "../../../stack/base-images.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { readCounts } from "../../../stack/status/counts.ts";
import { removeStacks, testStackName } from "../../support/abandoned-stacks.ts";
import { until } from "../../support/until.ts";

describe("the counts in a stack's own Redis", () => {
  const docker = connectDocker();
  const stack = testStackName();
  let redis: RunningContainer;

  before(async () => {
    const container = await docker.createContainer({
      Image: await findBaseImage(docker, "redis"),
      Cmd: ["redis-server", "--save", ""],
      Labels: { "tally.stack": stack },
      HostConfig: { NetworkMode: "none" },
    });
    await container.start();
    redis = openContainer(docker, container.id);
    await until(async () => (await redis.run("redis-cli PING")).output === "PONG");
  });
  beforeEach(() => redis.run("redis-cli FLUSHALL"));
  after(() => removeStacks(docker, (name) => name === stack));

  it("are those that it holds, and 0 for what is not there yet", async () => {
    await redis.run("redis-cli MSET visits 42 votes -9223372036854775808");
    expect(await readCounts(redis)).to.deep.equal({
      visits: "42",
      total_visitors: "0",
      votes: "-9223372036854775808",
    });
  });

  it("are those of the database that the release uses", async () => {
    await redis.run("redis-cli -n 3 SET votes 7");
    expect(await readCounts(redis, "3")).to.include({ votes: "7" });
    expect(await readCounts(redis)).to.include({ votes: "0" });
  });

  for (const [kind, command] of [
    ["a text", "SET visits abc"],
    ["a number with leading zeros", "SET visits 007"],
    ["a number beyond 64 bits", "SET visits 9223372036854775808"],
    ["a text of two lines", "SET visits '1\n2'"],
    ["a list", "RPUSH visits 1"],
  ] as const) {
    it(`are null where somebody has left ${kind}, and the others are read`, async () => {
      await redis.run(`redis-cli ${command}; redis-cli SET votes 5`);
      expect(await readCounts(redis)).to.deep.equal({ visits: null, total_visitors: "0", votes: "5" });
    });
  }

  it("are unknown where Redis refuses, does not answer or hangs", async () => {
    await redis.run("redis-cli ACL SETUSER default -get");
    expect(await readCounts(redis)).to.equal(undefined);
    await redis.run("redis-cli ACL SETUSER default +get");
    const instead = (command: string) =>
      readCounts({
        run: (script, database) => redis.run(script.replace("redis-cli", command), database ?? "0"),
      });
    expect(await instead("redis-cli -p 1")).to.equal(undefined);
    expect(await instead("sleep 60; : ")).to.equal(undefined);
  });
});
