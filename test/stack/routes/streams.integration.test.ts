import { expect } from "chai";
import { openContainer } from "../../../nginx/container.ts";
import { findBaseImage } from "../../../stack/base-images.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { endStreams } from "../../../stack/routes/streams.ts";
import { removeStacks, testStackName } from "../../support/abandoned-stacks.ts";
import { until } from "../../support/until.ts";

const knowsTheSignal = `process.on("SIGUSR2", () => console.log("ended")); console.log("up"); setInterval(() => {}, 1000)`;
const knowsNothing = `console.log("up"); setInterval(() => {}, 1000)`;

describe("endStreams", function () {
  this.timeout(20_000);
  const docker = connectDocker();
  const stacks = [testStackName(), testStackName()];
  const [stack = "", otherStack = ""] = stacks;

  afterEach(() => removeStacks(docker, (name) => stacks.includes(name)));

  async function start(code: string, labels: Readonly<Record<string, string>> = {}) {
    const container = await docker.createContainer({
      Image: await findBaseImage(docker, "node"),
      Cmd: ["node", "-e", code],
      Labels: { "tally.stack": stack, "tally.role": "service", "tally.streams": "SIGUSR2", ...labels },
      HostConfig: { Init: true, RestartPolicy: { Name: "unless-stopped" } },
    });
    await container.start();
    const said = async (word: string) => String(await container.logs({ stdout: true })).includes(word);
    await until(() => said("up"));
    return { said, container, isRunning: async () => (await container.inspect()).State.Running };
  }

  it("signals every running replica of the stack, old and new", async () => {
    const replicas = [
      await start(knowsTheSignal, { "tally.release": "old" }),
      await start(knowsTheSignal, { "tally.release": "new" }),
    ];
    await endStreams(docker, stack);
    for (const { said } of replicas) await until(() => said("ended"));
  });

  it("leaves alone what would die of it, and what is not a replica of the stack", async () => {
    const [known, ...others] = [
      await start(knowsTheSignal),
      await start(knowsNothing, { "tally.streams": "" }),
      await start(knowsTheSignal, { "tally.stack": otherStack }),
      await start(knowsTheSignal, { "tally.role": "proxy" }),
    ];
    await endStreams(docker, stack);
    await until(() => known?.said("ended"));
    for (const { said, isRunning } of others) {
      expect([await said("ended"), await isRunning()]).to.deep.equal([false, true]);
    }
  });

  it("leaves it to Docker to start a replica again after a crash", async () => {
    const { said, container } = await start(knowsTheSignal);
    await endStreams(docker, stack);
    await until(() => said("ended"));
    await openContainer(docker, container.id)
      .run("kill -9 -1")
      .catch(() => undefined);
    await until(async () => (await container.inspect()).RestartCount === 1);
  });

  it("takes it well that a replica has stopped, or that there is none", async () => {
    const { container } = await start(knowsTheSignal);
    await container.stop({ t: 0 });
    await endStreams(docker, stack);
    await endStreams(docker, testStackName());
  });
});
