import { expect } from "chai";
import { openContainer } from "../../../nginx/container.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { removeStacks, testStackName } from "../../support/abandoned-stacks.ts";
import { until } from "../../support/until.ts";
import { startOwnRedis } from "../restore/own-redis.ts";

const script = "/usr/local/lib/tally/forget.sh";

describe("the log of the stack's own Redis", function () {
  this.timeout(60_000);
  const docker = connectDocker();
  const stack = testStackName();
  let run: (script: string) => Promise<string>;

  before(async () => {
    const inside = openContainer(docker, (await startOwnRedis(docker, stack)).Id);
    run = async (command) => (await inside.run(command)).output;
  });
  after(() => removeStacks(docker, (name) => name === stack));

  const inLog = async (text: string) => (await run(`grep -rl ${text} appendonlydir; true`)) !== "";

  it("forgets a salt that is over at the next time that it is written anew, and keeps the counts", async () => {
    await run("redis-cli SET visits 7; redis-cli SET tally:salt:1 yesterdays-salt PX 10");
    await until(async () => (await run("redis-cli EXISTS tally:salt:1")) === "0");
    expect(await inLog("yesterdays-salt")).to.equal(true);
    await run(`timeout 2 ${script} 1 0 1`);
    await until(async () => !(await inLog("yesterdays-salt")));
    expect(await run("redis-cli GET visits")).to.equal("7");
    expect(await run("redis-cli INFO persistence")).to.match(/^aof_last_bgrewrite_status:ok/m);
  });

  it("is written anew soon after a start where it was not in time, and once", async () => {
    const rewrites = async () =>
      Number(/aof_rewrites:(\d+)/.exec(await run("redis-cli INFO persistence"))?.[1]);
    const before = await rewrites();
    await run("touch -d '2 days ago' appendonlydir/*.base.*");
    await run(`timeout 3 ${script} 86400 900 1`);
    expect((await rewrites()) - before).to.equal(1);
  });

  it("is written anew once a day, a quarter of an hour after midnight", async () => {
    const processes = await run("for each in /proc/[0-9]*/cmdline; do tr '\\0' ' ' < $each; echo; done 2>&1");
    expect(processes).to.match(new RegExp(`${script} 86400 900 600 $`, "m"));
    let left = "";
    await until(async () => {
      left = await run(
        "for each in /proc/[0-9]*/cmdline; do tr '\\0' ' ' < $each; echo; done | grep '^sleep'; true",
      );
      return !/^sleep 1 $/m.test(left) && left !== "";
    });
    const untilQuarterPast = 86_400 - ((Date.now() / 1000 - 900) % 86_400);
    expect(Number(/\d+/.exec(left)?.[0])).to.be.within(untilQuarterPast, untilQuarterPast + 60);
  });
});
