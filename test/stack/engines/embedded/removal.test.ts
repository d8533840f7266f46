import { expect } from "chai";
import { findBaseImage } from "../../../../stack/base-images.ts";
import { connectDocker } from "../../../../stack/containers/docker.ts";
import {
  findUndescribed,
  nothingDescribed,
  removeUndescribed,
} from "../../../../stack/engines/embedded/removal.ts";
import { removeStacks, testStackName } from "../../../support/abandoned-stacks.ts";

describe("the removal of what a program does not describe", () => {
  const docker = connectDocker();
  let stack: string;
  let name: (part: string) => string;

  beforeEach(() => {
    stack = testStackName();
    name = (part) => `tally-${stack}-${part}`;
  });
  afterEach(() => removeStacks(docker, (each) => each === stack));

  const labelled = (engine = "embedded") => ({ "tally.stack": stack, "tally.engine": engine });

  async function makeContainer(role: string, engine?: string): Promise<void> {
    const Image = await findBaseImage(docker, "node");
    const Labels = { ...labelled(engine), "tally.role": role };
    await docker.createContainer({ name: name(role), Image, Cmd: ["true"], Labels });
  }

  it("takes whoever asks before whoever answers", async () => {
    for (const role of ["redis", "service", "proxy"]) await makeContainer(role);
    const { containers } = await findUndescribed(docker, stack, nothingDescribed);
    expect(containers).to.deep.equal([name("proxy"), name("service"), name("redis")]);
  });

  it("spares what the program describes", async () => {
    await makeContainer("proxy");
    await makeContainer("service");
    await docker.createNetwork({ Name: name("front"), Labels: labelled() });
    await docker.createVolume({ Name: name("routes"), Labels: labelled() });
    const described = {
      containers: new Set([name("proxy")]),
      networks: new Set([name("front")]),
      volumes: new Set([name("routes")]),
    };
    expect(await findUndescribed(docker, stack, described)).to.deep.equal({
      containers: [name("service")],
      networks: [],
      volumes: [],
    });
  });

  it("spares what the other engine made", async () => {
    await makeContainer("proxy", "pulumi");
    await docker.createNetwork({ Name: name("front"), Labels: labelled("pulumi") });
    const { containers, networks } = await findUndescribed(docker, stack, nothingDescribed);
    expect([...containers, ...networks]).to.deep.equal([]);
  });

  it("spares volumes that are to be retained", async () => {
    await docker.createVolume({ Name: name("routes"), Labels: labelled() });
    await docker.createVolume({ Name: name("data"), Labels: { ...labelled(), "tally.retain": "true" } });
    const { volumes } = await findUndescribed(docker, stack, nothingDescribed);
    expect(volumes).to.deep.equal([name("routes")]);
  });

  it("removes and reports all of it, and leaves the retained volume", async () => {
    await makeContainer("service");
    await docker.createNetwork({ Name: name("front"), Labels: labelled() });
    await docker.createVolume({ Name: name("routes"), Labels: labelled() });
    await docker.createVolume({ Name: name("data"), Labels: { ...labelled(), "tally.retain": "true" } });
    const lines: string[] = [];
    const context = { docker, stack, report: (line: string) => void lines.push(line.trim()) };
    await removeUndescribed(context, await findUndescribed(docker, stack, nothingDescribed));
    expect(lines).to.deep.equal([`- ${name("service")}`, `- ${name("front")}`, `- ${name("routes")}`]);
    expect(await findUndescribed(docker, stack, nothingDescribed)).to.deep.equal({
      containers: [],
      networks: [],
      volumes: [],
    });
    await docker.getVolume(name("data")).inspect();
  });
});
