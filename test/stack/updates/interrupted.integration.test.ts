import { expect } from "chai";
import type Docker from "dockerode";
import { openContainer } from "../../../nginx/container.ts";
import { routesDirectory } from "../../../nginx/tls.ts";
import { findBaseImage } from "../../../stack/base-images.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { clearContainer, clearNetworks } from "../../../stack/updates/interrupted.ts";
import { removeStacks, testStackName } from "../../support/abandoned-stacks.ts";
import { failureOf } from "../../support/failure.ts";

describe("what a killed update has left, in the way of a creation", () => {
  const docker = connectDocker();
  const neighbour = testStackName();
  let stack: string;
  let name: (part: string) => string;

  beforeEach(() => {
    stack = testStackName();
    name = (part) => `tally-${stack}-${part}`;
  });
  afterEach(() => removeStacks(docker, (each) => each === stack || each === neighbour));

  async function make(part: string, of = stack, network = "none"): Promise<Docker.Container> {
    return await docker.createContainer({
      name: name(part),
      Image: await findBaseImage(docker, "node"),
      Cmd: ["sleep", "600"],
      Labels: { "tally.stack": of },
      HostConfig: { Init: true, NetworkMode: network },
    });
  }

  async function start(...made: Parameters<typeof make>): Promise<void> {
    await (await make(...made)).start();
  }

  /** A proxy that routes to some replicas. */
  async function serve(...replicas: string[]): Promise<void> {
    await start("proxy");
    const servers = replicas.map((part) => `server ${name(part)}:8000 resolve;`).join("\n");
    const script = `mkdir -p ${routesDirectory} && echo "$1" > ${routesDirectory}/proven.conf`;
    expect((await openContainer(docker, name("proxy")).run(script, servers)).exitCode).to.equal(0);
  }

  const makeNetwork = async () =>
    (await docker.createNetwork({ Name: name("back"), Internal: true, Labels: { "tally.stack": stack } })).id;
  const left = async () => {
    const found = await docker.listContainers({ all: true, filters: { name: [name("")] } });
    return found.map(({ Names }) => Names[0]?.slice(name("/").length)).sort();
  };

  it("is removed beside what serves, whatever part it is of", async () => {
    await serve("service-a-1");
    await start("redis");
    await make("service-b-1");
    for (const part of ["redis", "service-b-1", "backup", "proxy"])
      await clearContainer(docker, stack, name(part));
    expect(await left()).to.deep.equal([]);
  });

  it("is no replica that visitors are routed to, unless it does not run", async () => {
    await serve("service-a-1", "service-a-2");
    await start("service-a-1");
    await make("service-a-2");
    expect(await failureOf(clearContainer(docker, stack, name("service-a-1")))).to.include(
      "does not know it",
    );
    await clearContainer(docker, stack, name("service-a-2"));
    expect(await left()).to.deep.equal(["proxy", "service-a-1"]);
  });

  it("is no container of another stack's", async () => {
    await make("redis", neighbour);
    await clearContainer(docker, stack, name("redis"));
    expect(await left()).to.deep.equal(["redis"]);
  });

  it("is a network that nothing runs on", async () => {
    await make("redis", stack, await makeNetwork());
    await makeNetwork();
    await clearNetworks(docker, stack, name("back"));
    expect(await docker.listNetworks({ filters: { name: [name("back")] } })).to.deep.equal([]);
  });

  it("is no network that is in use: there, it is the state that is lost", async () => {
    const network = await makeNetwork();
    await start("redis", stack, network);
    expect(await failureOf(clearNetworks(docker, stack, name("back")))).to.include("does not know it");
    expect((await docker.getNetwork(network).inspect()).Id).to.equal(network);
  });
});
