import { expect } from "chai";
import { findBaseImage } from "../../../stack/base-images.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { removeRoutes } from "../../../stack/routes/remove.ts";
import { removeStacks, testStackName } from "../../support/abandoned-stacks.ts";
import { until } from "../../support/until.ts";

const idle = "setInterval(() => {}, 1000)";
const replicaCode = `process.on("SIGUSR2", () => console.log("ended")); console.log("up"); ${idle}`;

describe("removeRoutes", function () {
  this.timeout(20_000);
  const docker = connectDocker();
  const stack = testStackName();
  const proxy = `tally-${stack}-proxy`;

  afterEach(() => removeStacks(docker, (name) => name === stack));

  async function start(name: string, role: string, code: string) {
    const container = await docker.createContainer({
      name,
      Image: await findBaseImage(docker, "node"),
      Cmd: ["node", "-e", code],
      Labels: { "tally.stack": stack, "tally.role": role, "tally.streams": "SIGUSR2" },
      HostConfig: { Init: true },
    });
    await container.start();
    return container;
  }

  it("stops the proxy, and ends the streams that it would wait for", async () => {
    const replica = await start(`tally-${stack}-service-1`, "service", replicaCode);
    const said = async (word: string) => String(await replica.logs({ stdout: true })).includes(word);
    await until(() => said("up"));
    const container = await start(proxy, "proxy", idle);
    await removeRoutes({ proxy, stack }, docker);
    expect((await container.inspect()).State.Running).to.equal(false);
    await until(() => said("ended"));
    expect((await replica.inspect()).State.Running).to.equal(true);
  });

  it("takes it well that the proxy has stopped, or is gone", async () => {
    const container = await start(proxy, "proxy", idle);
    await container.stop({ t: 0 });
    await removeRoutes({ proxy, stack }, docker);
    await container.remove();
    await removeRoutes({ proxy, stack }, docker);
  });
});
