import { expect } from "chai";
import { findBaseImage } from "../../../../stack/base-images.ts";
import { connectDocker } from "../../../../stack/containers/docker.ts";
import { containerKind } from "../../../../stack/engines/embedded/container-kind.ts";
import type { Registration } from "../../../../stack/engines/embedded/resource.ts";
import { removeStacks, testStackName } from "../../../support/abandoned-stacks.ts";

describe("a container of the embedded engine", () => {
  const docker = connectDocker();
  const stack = testStackName();
  const Labels = { "tally.stack": stack };
  const networks = ["front", "back"].map((part) => `tally-${stack}-${part}`);
  const [, back = ""] = networks;
  const context = { docker, stack, report: () => undefined };
  let registration: Registration;

  before(async () => {
    for (const Name of networks) await docker.createNetwork({ Name, Labels });
    const inputs = {
      name: `tally-${stack}-service`,
      image: await findBaseImage(docker, "node"),
      command: ["sleep", "60"],
      init: true,
      labels: [{ label: "tally.stack", value: stack }],
      logDriver: "local",
      networksAdvanced: networks.map((name) => ({ name })),
      start: false,
      destroyGraceSeconds: 1,
    };
    registration = { type: "docker:index/container:Container", name: "service", inputs };
  });
  after(() => removeStacks(docker, (name) => name === stack));

  const planned = async (inputs = {}) => {
    const changed = { ...registration, inputs: { ...registration.inputs, ...inputs } };
    return (await containerKind.plan(context, changed)).action;
  };

  it("is made where there is none, on all its networks", async () => {
    expect(await planned()).to.equal("create");
    const { id } = await containerKind.make(context, registration);
    const { NetworkSettings } = await docker.getContainer(id).inspect();
    expect(Object.keys(NetworkSettings.Networks).sort()).to.deep.equal(networks.toSorted());
  });

  it("is the same as long as nothing of it changes", async () => {
    expect(await planned()).to.equal("same");
    expect(await planned({ command: ["sleep", "61"] })).to.equal("replace");
  });

  it("is made anew when it stands still and should not", async () => {
    const running = { ...registration, inputs: { ...registration.inputs, start: true } };
    const { id } = await containerKind.make(context, running);
    expect(await planned({ start: true })).to.equal("same");
    await docker.getContainer(id).kill();
    expect(await planned({ start: true })).to.equal("replace");
  });

  it("is made anew when an update that was killed has left it on some of its networks", async () => {
    const { id } = await containerKind.make(context, registration);
    await docker.getNetwork(back).disconnect({ Container: id });
    expect(await planned()).to.equal("replace");
    await containerKind.make(context, registration);
    expect(await planned()).to.equal("same");
  });
});
