import { expect } from "chai";
import { openContainer, type RunningContainer } from "../../../nginx/container.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { restoreKept } from "../../../stack/restore/restore.ts";
import { prepareKept } from "../../../stack/restore/swap.ts";
import { removeStacks, testStackName } from "../../support/abandoned-stacks.ts";
import { failureOf } from "../../support/failure.ts";
import { startOwnRedis } from "./own-redis.ts";

describe("bringing kept data back", function () {
  this.timeout(60_000);
  const docker = connectDocker();
  const stack = testStackName();
  const aside = "before-20260101T000000000Z";
  let own: Awaited<ReturnType<typeof startOwnRedis>>;
  let inside: RunningContainer;

  before(async () => {
    own = await startOwnRedis(docker, stack, 32);
    inside = openContainer(docker, own.Id);
  });
  after(() => removeStacks(docker, (name) => name === stack));

  const bringBack = () => failureOf(restoreKept(docker, own, aside, () => undefined));

  it("says that they are not there", async () => {
    expect(await bringBack()).to.match(new RegExp(`there is no ${aside}$`));
  });

  it("is refused without room for them, and Redis goes on", async () => {
    await inside.run(`mkdir ${aside}; head -c 20000000 /dev/zero > ${aside}/log`);
    expect(await bringBack()).to.match(
      /^a restore needs 4\d MB beside the data of Redis, and 1\d MB are free$/,
    );
    expect((await inside.run("redis-cli INCR visits")).output).to.equal("1");
    expect((await inside.run("ls")).output).to.equal(`appendonlydir\n${aside}`);
  });

  it("is refused where they are none that Redis has written, which would take them for no data", async () => {
    await inside.run(`head -c 5000000 /dev/zero > ${aside}/log`);
    expect(await bringBack()).to.match(new RegExp(`${aside} holds no data of Redis$`));
    expect((await inside.run("ls")).output).to.equal(`appendonlydir\n${aside}`);
  });

  it("copies them where there is room", async () => {
    await inside.run(`touch ${aside}/appendonly.aof.manifest`);
    await prepareKept(docker, own, aside);
    expect((await inside.run("ls restoring/appendonlydir")).output).to.include("log");
  });
});
