import { expect } from "chai";
import { openContainer } from "../../../nginx/container.ts";
import { findBaseImage } from "../../../stack/base-images.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { untilReady } from "../../../stack/redis/ready.ts";
import { removeStacks, testStackName } from "../../support/abandoned-stacks.ts";

describe("untilReady", function () {
  this.timeout(30_000);
  const docker = connectDocker();
  const stack = testStackName();
  let made = 0;

  after(() => removeStacks(docker, (name) => name === stack));

  /** A container of the stack's, whose Redis starts with this, and whose health nobody looks at. */
  async function start(script: string): Promise<{ name: string }> {
    made += 1;
    const name = `tally-${stack}-redis-${made}`;
    const container = await docker.createContainer({
      name,
      Image: await findBaseImage(docker, "redis"),
      Entrypoint: [],
      Cmd: ["sh", "-c", script],
      Labels: { "tally.stack": stack },
      HostConfig: { Init: true },
    });
    await container.start();
    return { name };
  }

  const ask = async (name: string) => (await openContainer(docker, name).run("redis-cli ping")).exitCode;

  it("waits until Redis answers", async () => {
    const { name } = await start("sleep 1; exec redis-server --save ''");
    expect(await ask(name)).to.not.equal(0);
    await untilReady(docker, name);
    expect(await ask(name)).to.equal(0);
  });

  it("shows what Redis said last when it does not answer in time", async () => {
    const { name } = await start("echo cannot load; exec sleep 600");
    const failure = await untilReady(docker, name, 500).catch((error: Error) => error.message);
    expect(failure).to.match(
      new RegExp(`^${name} does not answer within 1 s \\(Could not connect.*cannot load$`, "s"),
    );
  });

  it("shows the same of one whose process has ended", async () => {
    const { name } = await start("echo no such directive; exit 1");
    const failure = await untilReady(docker, name, 500).catch((error: Error) => error.message);
    expect(failure).to.match(/is not running.*no such directive$/s);
  });

  it("waits for none that is gone", async () => {
    await untilReady(docker, `tally-${stack}-redis-0`);
  });
});
