import { expect } from "chai";
import { engines, noChanges } from "../support/engines.ts";
import { type Load, startLoad } from "../support/load.ts";
import { expectNothingLost, join, type Tallied, watchUpdate } from "../support/lossless.ts";
import { createPlatform, type Platform } from "../support/platform.ts";
import { startSshServer } from "../support/ssh-server.ts";
import { createSwarmBed, type SwarmBed } from "../support/swarm/bed.ts";
import { missingForSwarm } from "../support/swarm/needs.ts";
import { countRunning, runInTask } from "../support/swarm/tasks.ts";
import { until } from "../support/until.ts";

const requestsPerSecond = 40;
const replicas = 3;

describe("a stack on a Swarm of three engines", function () {
  this.timeout(300_000);
  let bed: SwarmBed;
  let platform: Platform;
  let loads: Load[] = [];
  const tallied: Tallied = { visits: 0, votes: 0 };
  /** How many requests have failed, which may have counted. */
  let failed = 0;
  const service = () => `tally-${platform.stack}-service`;
  const urlOf = ({ address }: { address: string }) => `http://${address}:${platform.port}`;

  before(async function () {
    const missing = await missingForSwarm(engines);
    if (missing !== undefined) {
      console.log(`      skipped: ${missing}`);
      this.skip();
    }
    bed = await createSwarmBed();
    const [manager] = bed.nodes;
    const { server, username, password } = bed.registry;
    platform = await createPlatform("pulumi", {
      "docker:host": manager.tlsHost,
      "docker:certPath": manager.certificates,
      platform: "swarm",
      registry: `${server}/tally`,
      registryUsername: username,
      replicas,
      gateWatch: 1,
      drainTimeout: 6,
    });
    await platform.must("up", "--secret-config", `registryPassword=${password}`);
  });

  afterEach(async () => {
    await Promise.all(loads.map((load) => load.stop()));
    loads = [];
  });

  after(async () => {
    await platform?.dispose();
    await bed?.dispose();
  });

  /** Counts by the proxies of these nodes while something happens, and loses nothing. */
  async function loseNothing(
    nodes: readonly { address: string }[],
    action: () => Promise<unknown>,
  ): Promise<void> {
    loads = nodes.map((node) => startLoad({ url: urlOf(node), requestsPerSecond }));
    const happening = action();
    const reports = await Promise.all(loads.map((load) => watchUpdate(load, () => happening)));
    const rests = await Promise.all(loads.map((load) => load.stop()));
    expectNothingLost(join([...reports, ...rests]), tallied);
  }

  const redisCli = async (command: string) =>
    Number(await runInTask(bed.nodes[1], `tally-${platform.stack}-redis`, `redis-cli ${command}`));

  async function isCounting(node: { address: string }): Promise<boolean> {
    const answer = await fetch(`${urlOf(node)}/count`).catch(() => undefined);
    if (answer?.ok) tallied.visits += 1;
    else failed += 1;
    return answer?.ok === true;
  }

  it("counts through the proxy of every node", async () => {
    for (const [index, node] of bed.nodes.entries()) {
      const answer = await fetch(`${urlOf(node)}/count`, { headers: { Accept: "application/json" } });
      expect(await answer.json()).to.deep.include({ visits: index + 1 });
      tallied.visits += 1;
    }
  });

  it("spreads the replicas over the nodes", async () => {
    for (const node of bed.nodes) await runInTask(node, service(), "true");
  });

  it("loses nothing during a new release", async () => {
    await platform.project.edit("service/page/home.ts", "Welcome", "A warm welcome");
    await loseNothing(bed.nodes, () => platform.must("up"));
    expect(await (await fetch(urlOf(bed.nodes[0]))).text()).to.include("A warm welcome");
  });

  it("takes a release back that does not become healthy, loses nothing, and refuses it again", async () => {
    const path = "service/routes/count.ts";
    const sources = await platform.project.read(path);
    await platform.project.edit(path, "ctx.", "if (ctx.path) throw new Error('broken');\n    ctx.");
    await loseNothing(bed.nodes, async () => {
      expect((await platform.tally("up", "--config", "gateTimeout=5")).exitCode).to.equal(1);
      const again = await platform.tally("up");
      expect(again.exitCode, again.output).to.equal(1);
    });
    await platform.project.write(path, sources);
  });

  it("loses nothing during a scaling up and down, and a changed proxy setting", async () => {
    await loseNothing(bed.nodes, async () => {
      await platform.must("up", "--config", "replicas=5");
      expect(await countRunning(bed.nodes[0], service())).to.equal(5);
      await platform.must("up", "--config", `replicas=${replicas}`, "--config", "maxBodyKilobytes=1");
    });
    for (const node of bed.nodes) {
      const { status } = await fetch(`${urlOf(node)}/vote`, { method: "POST", body: "x".repeat(2000) });
      expect(status).to.equal(413);
    }
  });

  it("is the same stack where its manager is reached by ssh", async () => {
    const [{ host }] = bed.nodes;
    const settings = `Pulumi.${platform.stack}.yaml`;
    const [written, path] = [await platform.project.read(settings), process.env.PATH];
    const server = await startSshServer({ DOCKER_HOST: host });
    try {
      process.env.PATH = server.path;
      const byTls = /docker:host: .*|docker:certPath: .*/g;
      const bySsh = (line: string) => (line.startsWith("docker:host") ? `docker:host: ${server.url}` : "");
      await platform.project.write(settings, written.replaceAll(byTls, bySsh));
      expect((await platform.must("up")).output).to.match(noChanges("pulumi"));
    } finally {
      process.env.PATH = path;
      await platform.project.write(settings, written);
      await server.dispose();
    }
  });

  it("loses nothing while a node is drained", async () => {
    const [manager, second, third] = bed.nodes;
    await loseNothing([manager, second], async () => {
      await bed.setAvailability(third, "drain");
      await until(async () => (await third.docker.listContainers()).length === 0, 60_000);
      await until(async () => (await countRunning(manager, service())) === replicas, 90_000);
    });
    await bed.setAvailability(third, "active");
    await until(async () => (await countRunning(manager, `tally-${platform.stack}-proxy`)) === 3, 120_000);
  });

  it("has counted exactly what it acknowledged", async () => {
    expect(await redisCli("GET visits")).to.equal(tallied.visits);
    expect(await redisCli("GET votes")).to.equal(tallied.votes);
  });

  /** Counts while something breaks, until nothing fails any more. */
  async function surviveOn(
    nodes: readonly { address: string }[],
    action: () => Promise<unknown>,
  ): Promise<void> {
    loads = nodes.map((node) => startLoad({ url: urlOf(node), requestsPerSecond }));
    const reports = [];
    await action();
    for (;;) {
      const laps = await Promise.all(loads.map((load) => watchUpdate(load, async () => undefined)));
      reports.push(...laps);
      if (join(laps).failures.length === 0) break;
    }
    reports.push(...(await Promise.all(loads.map((load) => load.stop()))));
    const report = join(reports);
    expectNothingLost({ ...report, failures: [] }, tallied);
    failed += report.failures.length;
  }

  it("loses nothing acknowledged when a node dies, whose replicas come up elsewhere", async () => {
    const [manager, second, third] = bed.nodes;
    await surviveOn([manager, second], async () => {
      await third.kill();
      await until(async () => (await bed.stateOf(third)) === "down", 90_000);
      await until(async () => (await countRunning(manager, service())) === replicas, 90_000);
    });
    await third.start();
    await until(async () => (await bed.stateOf(third)) === "ready", 90_000);
  });

  it("goes on without its manager, and with it when it is back", async () => {
    const [manager, second] = bed.nodes;
    await surviveOn([second], () => manager.kill());
    await manager.start();
    // The engines look only once a minute for one that they have lost sight of.
    await until(() => isCounting(manager), 120_000);
    expect((await platform.must("up")).output).to.match(noChanges("pulumi"));
  });

  it("has counted what it acknowledged, and nothing that failed twice", async () => {
    expect(await redisCli("GET visits")).to.be.within(tallied.visits, tallied.visits + failed);
    expect(await redisCli("GET votes")).to.be.within(tallied.votes, tallied.votes + failed);
  });
});
