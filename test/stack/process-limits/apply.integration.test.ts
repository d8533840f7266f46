import { expect } from "chai";
import type Docker from "dockerode";
import { openContainer } from "../../../nginx/container.ts";
import { findBaseImage } from "../../../stack/base-images.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { applyLimits, areLimited, diffLimits } from "../../../stack/process-limits/apply.ts";
import { removeStacks, testStackName } from "../../support/abandoned-stacks.ts";
import { failureOf } from "../../support/failure.ts";

/** Starts more processes than the limit below allows, which live until all are started. */
const forks = "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do sleep 0.5 & done 2>&1; wait";
const limit = 16;

describe("process limits", () => {
  const docker = connectDocker();
  const stack = testStackName();
  const name = `tally-${stack}-forking`;
  const inputs = { limits: { [name]: limit } };
  let container: Docker.Container;

  beforeEach(async () => {
    container = await docker.createContainer({
      name,
      Image: await findBaseImage(docker, "redis"),
      Cmd: ["sleep", "600"],
      Labels: { "tally.stack": stack },
      HostConfig: { Init: true, NetworkMode: "none" },
    });
    await container.start();
  });
  afterEach(() => removeStacks(docker, (found) => found === stack));

  const fork = async () => (await openContainer(docker, name).run(forks)).output;

  it("end a container's forking, which goes on without them", async () => {
    expect(await fork()).to.equal("");
    await applyLimits(inputs, docker);
    expect(await fork()).to.match(/fork/i);
  });

  it("hold when the container is started again", async () => {
    await applyLimits(inputs, docker);
    await container.restart({ t: 0 });
    expect(await areLimited(inputs, docker)).to.equal(true);
    expect(await fork()).to.match(/fork/i);
  });

  it("can be given to a container that is stopped", async () => {
    await container.kill();
    await applyLimits(inputs, docker);
    expect(await areLimited(inputs, docker)).to.equal(true);
  });

  it("are a change to make while they differ from what the engine says", async () => {
    expect(await diffLimits(inputs, inputs, docker)).to.deep.equal({ changes: true });
    await applyLimits(inputs, docker);
    expect(await diffLimits(inputs, inputs, docker)).to.deep.equal({ changes: false });
    expect(await diffLimits({ limits: {} }, inputs, docker)).to.deep.equal({ changes: true });
  });

  it("name the container that is not there", async () => {
    const missing = { limits: { "tally-none-such": limit } };
    expect(await areLimited(missing, docker)).to.equal(false);
    expect(await failureOf(applyLimits(missing, docker))).to.include("tally-none-such");
  });
});
