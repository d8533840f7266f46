import { expect } from "chai";
import { findBaseImage } from "../../../stack/base-images.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { repeatWhileStopping } from "../../../stack/updates/stopping.ts";
import { removeStacks, testStackName } from "../../support/abandoned-stacks.ts";

describe("repeatWhileStopping", function () {
  this.timeout(20_000);
  const docker = connectDocker();
  const stack = testStackName();

  afterEach(() => removeStacks(docker, (name) => name === stack));

  it("begins when the container is told to stop, and ends with it", async () => {
    const name = `tally-${stack}-proxy`;
    const container = await docker.createContainer({
      name,
      Image: await findBaseImage(docker, "node"),
      // Goes only when it is told a second time, as nginx does when its last stream ends.
      Cmd: ["node", "-e", `process.on("SIGUSR1", () => process.exit()); setInterval(() => {}, 1000)`],
      Labels: { "tally.stack": stack, "tally.role": "proxy" },
      HostConfig: { Init: true },
      StopSignal: "SIGWINCH",
    });
    await container.start();
    let actions = 0;
    await repeatWhileStopping(docker, name, async () => {
      actions += 1;
      if (actions === 2) await container.kill({ signal: "SIGUSR1" });
    });
    expect(actions).to.equal(0);

    await container.stop({ t: 15 });
    expect(actions).to.equal(2);
    // Killed at the end of its time, it would say 137.
    expect((await container.inspect()).State).to.include({ Running: false, ExitCode: 0 });
  });
});
