import { expect } from "chai";
import { findBaseImage } from "../../../../stack/base-images.ts";
import { connectDocker } from "../../../../stack/containers/docker.ts";
import { removeUnknownContainers } from "../../../../stack/engines/pulumi/unknown-containers.ts";
import { removeStacks, testStackName } from "../../../support/abandoned-stacks.ts";

describe("the removal of containers that Pulumi's state does not know", () => {
  const docker = connectDocker();
  const stack = testStackName();
  const neighbour = testStackName();
  afterEach(() => removeStacks(docker, (each) => each === stack || each === neighbour));

  async function make(role: string, engine = "pulumi", of = stack): Promise<string> {
    const { id } = await docker.createContainer({
      Image: await findBaseImage(docker, "node"),
      Cmd: ["sleep", "600"],
      Labels: { "tally.stack": of, "tally.engine": engine, "tally.role": role },
      HostConfig: { Init: true, NetworkMode: "none" },
    });
    return id;
  }

  async function left(): Promise<string[]> {
    const filters = { label: ["tally.stack"] };
    const found = await docker.listContainers({ all: true, filters });
    return found
      .filter(({ Labels }) => [stack, neighbour].includes(Labels["tally.stack"] ?? ""))
      .map(({ Id }) => Id);
  }

  it("takes replicas without a proxy, running or not, and whatever else there is", async () => {
    const unknown = [await make("service"), await make("service"), await make("redis")];
    await docker.getContainer(unknown[0] ?? "").start();
    await removeUnknownContainers(docker, stack, { containers: [], images: [] });
    expect(await left()).to.deep.equal([]);
  });

  it("spares what the state knows, what the other engine made, and other stacks", async () => {
    const known = await make("service");
    const kept = [known, await make("service", "embedded"), await make("service", "pulumi", neighbour)];
    await make("service");
    await removeUnknownContainers(docker, stack, { containers: [known], images: [] });
    expect(await left()).to.have.members(kept);
  });
});
