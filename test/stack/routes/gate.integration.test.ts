import { expect } from "chai";
import type { RunningContainer } from "../../../nginx/container.ts";
import { findBaseImage } from "../../../stack/base-images.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { busyReplicas, cpuShares } from "../../../stack/routes/capacity.ts";
import { gateReplicas } from "../../../stack/routes/gate.ts";
import { removeStacks, testStackName } from "../../support/abandoned-stacks.ts";
import { failureOf } from "../../support/failure.ts";
import { until } from "../../support/until.ts";

const waits = `console.log("waiting for Godot"); setInterval(() => {}, 1000)`;
const crashes = `console.error("out of luck"); process.exit(3)`;

describe("gateReplicas", () => {
  const docker = connectDocker();
  const stack = testStackName();
  /** How the proxy's own gate judges a replica; good unless it says otherwise. */
  let verdicts: Map<string, Promise<string>>;
  let routes: string;
  /** Which replicas have been gated. */
  let asked: Set<string>;

  beforeEach(() => {
    verdicts = new Map();
    asked = new Set();
    routes = "";
  });
  afterEach(() => removeStacks(docker, (name) => name === stack));

  const proxy: RunningContainer = {
    name: "proxy",
    async run(script, url = "") {
      if (script.startsWith("cat ")) return { exitCode: 0, output: routes };
      const { hostname } = new URL(url);
      asked.add(hostname);
      const problem = await verdicts.get(hostname);
      return { exitCode: problem === undefined ? 0 : 1, output: problem ?? "" };
    },
  };

  async function makeReplica(part: string, code = waits) {
    const name = `tally-${stack}-${part}`;
    const container = await docker.createContainer({
      name,
      Image: await findBaseImage(docker, "node"),
      Cmd: ["node", "-e", code],
      Labels: { "tally.stack": stack },
      HostConfig: { Init: true },
    });
    const isRunning = async () => (await container.inspect()).State.Running;
    return { name, container, isRunning };
  }

  const gate = (...replicas: string[]) => gateWithin(60, ...replicas);
  const gateWithin = (gateTimeoutSeconds: number, ...replicas: string[]) =>
    gateReplicas(docker, proxy, {
      stack,
      proxy: "proxy",
      network: "bridge",
      release: "aaaa",
      replicas,
      settings: { servicePort: 8000, requestTimeoutSeconds: 30, maxBodyKilobytes: 64 },
      gateTimeoutSeconds,
      gateWatchSeconds: 2,
      keepReleases: 3,
      prometheus: "",
      backups: [],
      backupImage: "",
    });

  it("starts replicas that are stopped, and answers with their addresses in order", async () => {
    const [b, a] = [await makeReplica("b"), await makeReplica("a")];
    const servers = await gate(b.name, a.name);
    expect(servers.map(({ name }) => name)).to.deep.equal([b.name, a.name]);
    for (const { address } of servers) expect(address).to.match(/^\d+\.\d+\.\d+\.\d+$/);
  });

  it("names the replica that is not good enough, and shows the end of its log", async () => {
    const [good, bad] = [await makeReplica("good"), await makeReplica("bad")];
    verdicts.set(
      bad.name,
      logged(bad).then(() => "/count answered 500"),
    );
    const failure = await failureOf(gate(good.name, bad.name));
    expect(failure).to.match(/release aaaa is refused: .*bad: \/count answered 500[\s\S]*waiting for Godot/);
    expect(failure).to.not.include(good.name).and.not.include("serves on");
  });

  it("stops what it refuses, but nothing that serves", async () => {
    const [serving, bad] = [await makeReplica("serving"), await makeReplica("bad")];
    routes = `upstream tally {\n server ${serving.name}:8000 resolve;\n}`;
    for (const { container } of [serving, bad]) await container.update({ RestartPolicy: { Name: "always" } });
    verdicts.set(bad.name, Promise.resolve("not ready"));
    expect(await failureOf(gate(serving.name, bad.name))).to.match(/What served before serves on\.$/);
    expect([await serving.isRunning(), await bad.isRunning()]).to.deep.equal([true, false]);
    const { HostConfig } = await bad.container.inspect();
    expect(HostConfig.RestartPolicy?.Name, "it must not be back with the engine").to.equal("no");
  });

  it("starts one that it has refused once more, and for good", async () => {
    const [serving, again] = [await makeReplica("serving"), await makeReplica("again")];
    routes = `upstream tally {\n server ${serving.name}:8000 resolve;\n}`;
    verdicts.set(again.name, Promise.resolve("not ready"));
    await failureOf(gate(again.name));
    verdicts.clear();
    await gate(again.name);
    expect(await again.isRunning()).to.equal(true);
    const { HostConfig } = await again.container.inspect();
    expect(HostConfig.RestartPolicy?.Name, "it has to be back with the engine").to.equal("always");
  });

  for (const [serves, inTurn] of [
    ["while others serve", true],
    ["where nothing serves yet", false],
  ] as const) {
    it(`${inTurn ? "starts replicas in their turn" : "starts all at once"} ${serves}`, async () => {
      const { NCPU } = await docker.info();
      const first = await Promise.all(
        Array.from({ length: busyReplicas(NCPU) }, (_, index) => makeReplica(`a${index}`)),
      );
      const last = await makeReplica("b");
      if (inTurn) routes = "upstream tally {\n server tally-old:8000 resolve;\n}";
      const ready = Promise.withResolvers<string>();
      for (const { name } of first) verdicts.set(name, ready.promise);
      const failing = failureOf(gate(...first.map(({ name }) => name), last.name));
      await until(() => asked.has(first.at(-1)?.name ?? ""));
      expect(await last.isRunning()).to.equal(!inTurn);
      ready.resolve("not ready");
      expect(await failing).to.match(/a0: not ready/);
      expect(await last.isRunning(), "it is not tried when others have failed").to.equal(false);
    });
  }

  it("gives a replica little of the processors as it starts beside others, and its full share to serve", async () => {
    routes = "upstream tally {\n server tally-old:8000 resolve;\n}";
    const replica = await makeReplica("shares");
    const sharesOf = async () => (await replica.container.inspect()).HostConfig.CpuShares;
    const ready = Promise.withResolvers<string>();
    verdicts.set(replica.name, ready.promise);
    const failing = failureOf(gate(replica.name));
    await until(() => asked.has(replica.name));
    expect(await sharesOf()).to.equal(cpuShares.starting);
    ready.resolve("not ready");
    await failing;
    verdicts.clear();
    await gate(replica.name);
    expect(await sharesOf()).to.equal(cpuShares.serving);
  });

  it("gives a replica its full share that is late", async () => {
    routes = "upstream tally {\n server tally-old:8000 resolve;\n}";
    const replica = await makeReplica("late");
    const ready = Promise.withResolvers<string>();
    verdicts.set(replica.name, ready.promise);
    const failing = failureOf(gateWithin(4, replica.name));
    const isFull = async () => (await replica.container.inspect()).HostConfig.CpuShares === cpuShares.serving;
    await until(isFull);
    ready.resolve("not ready");
    await failing;
  });

  it("leaves the processors as they are where nothing serves yet", async () => {
    const replica = await makeReplica("first");
    await replica.container.update({ RestartPolicy: { Name: "always" } });
    await gate(replica.name);
    expect((await replica.container.inspect()).HostConfig.CpuShares).to.equal(0);
  });

  it("does not wait for a replica whose process has ended", async () => {
    const dead = await makeReplica("dead", crashes);
    verdicts.set(dead.name, new Promise(() => {}));
    expect(await failureOf(gate(dead.name))).to.match(
      /dead: its process ended with exit code 3[\s\S]*out of luck/,
    );
  });

  it("says that a replica is not there", async () => {
    expect(await failureOf(gate(`tally-${stack}-missing`))).to.match(/missing: .*no such container/i);
  });

  async function logged({ container }: Awaited<ReturnType<typeof makeReplica>>): Promise<void> {
    await until(async () => String(await container.logs({ stdout: true })).includes("Godot"));
  }
});
