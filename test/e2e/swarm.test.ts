import { expect } from "chai";
import { failingCounts } from "../support/broken-releases.ts";
import { type Edit, whileEdited } from "../support/edited-sources.ts";
import { engines, saysNoChanges } from "../support/engines.ts";
import { noDrain, noHealthGate, verySlowAnswers } from "../support/missing-guarantees.ts";
import { createPlatform, type Platform } from "../support/platform.ts";
import { startSshServer } from "../support/ssh-server.ts";
import { createSwarmBed, type SwarmBed } from "../support/swarm/bed.ts";
import { countOnMachine, type MovedStack } from "../support/swarm/moved-stack.ts";
import { missingForSwarm } from "../support/swarm/needs.ts";
import type { SwarmNode } from "../support/swarm/node.ts";
import { countRunning, leaveService, runInTask } from "../support/swarm/tasks.ts";
import { createVisitors, type Visitors } from "../support/swarm/visitors.ts";
import { until } from "../support/until.ts";

const replicas = 3;

describe("a stack on a Swarm of three engines", function () {
  this.timeout(300_000);
  let bed: SwarmBed;
  let moved: MovedStack;
  let platform: Platform;
  let visitors: Visitors;
  const service = () => `tally-${platform.stack}-service`;
  const urlOf = ({ address }: SwarmNode) => `http://${address}:${platform.port}`;

  before(async function () {
    const missing = await missingForSwarm(engines);
    if (missing !== undefined) {
      console.log(`      skipped: ${missing}`);
      this.skip();
    }
    const making = [
      createSwarmBed().then((made) => {
        bed = made;
      }),
      countOnMachine(3, 2).then((counted) => {
        moved = counted;
      }),
    ];
    // What one of them has made is disposed of where the other one fails.
    await Promise.allSettled(making);
    await Promise.all(making);
    const [manager, second] = bed.nodes;
    await moved.moveTo(second);
    const { server, username, password } = bed.registry;
    const settings = {
      "docker:host": manager.tlsHost,
      "docker:certPath": manager.certificates,
      platform: "swarm",
      registry: `${server}/tally`,
      registryUsername: username,
      replicas,
      gateWatch: 1,
      drainTimeout: 6,
    };
    platform = await createPlatform("pulumi", settings, moved.stack);
    visitors = createVisitors(platform.port);
    // What an update leaves that was killed while it created a service; its name is taken.
    await leaveService(manager, moved.stack);
    await platform.must("up", "--secret-config", `registryPassword=${password}`);
  });

  afterEach(() => visitors?.leave());

  after(async () => {
    await platform?.dispose();
    await bed?.dispose();
    await moved?.dispose();
  });

  const redisCli = async (command: string) =>
    Number(await runInTask(bed.nodes[1], `tally-${platform.stack}-redis`, `redis-cli ${command}`));

  it("has the counts that it had on one machine", async () => {
    expect(await redisCli("GET visits")).to.equal(moved.visits);
    expect(await redisCli("GET votes")).to.equal(moved.votes);
  });

  it("counts through the proxy of every node", async () => {
    for (const node of bed.nodes) expect(await visitors.visit(node)).to.equal(true);
    expect(await redisCli("GET visits")).to.equal(moved.visits + bed.nodes.length);
  });

  it("spreads the replicas over the nodes", async () => {
    for (const node of bed.nodes) await runInTask(node, service(), "true");
  });

  it("loses nothing during a new release", async () => {
    await platform.project.edit("service/page/home.ts", "Welcome", "A warm welcome");
    await visitors.loseNothing(bed.nodes, () => platform.must("up"));
    expect(await (await fetch(urlOf(bed.nodes[0]))).text()).to.include("A warm welcome");
  });

  it("takes a release back that does not become healthy, loses nothing, and refuses it again", async () => {
    await visitors.loseNothing(bed.nodes, () =>
      whileEdited(platform.project, [failingCounts], async () => {
        for (const settings of [["--config", "gateTimeout=5"], []]) {
          const { exitCode, output } = await platform.tally("up", ...settings);
          expect(exitCode, output).to.equal(1);
          expect(output).to.match(/docker:index:Service \(service\):[\s\S]*service rollback completed/);
        }
      }),
    );
  });

  it("loses nothing during a scaling up and down, and a changed proxy setting", async () => {
    await visitors.loseNothing(bed.nodes, async () => {
      await platform.must("up", "--config", "replicas=4");
      expect(await countRunning(bed.nodes[0], service())).to.equal(4);
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
      expect((await platform.must("up")).output).to.match(saysNoChanges("pulumi"));
    } finally {
      process.env.PATH = path;
      await platform.project.write(settings, written);
      await server.dispose();
    }
  });

  it("loses nothing while a node is drained", async () => {
    const [manager, second, third] = bed.nodes;
    await visitors.loseNothing([manager, second], async () => {
      await bed.setAvailability(third, "drain");
      await until(async () => (await third.docker.listContainers()).length === 0, 60_000);
      await until(async () => (await countRunning(manager, service())) === replicas, 90_000);
    });
    await bed.setAvailability(third, "active");
    await until(async () => (await countRunning(manager, `tally-${platform.stack}-proxy`)) === 3, 120_000);
  });

  it("has counted exactly what it acknowledged", async () => {
    expect(await redisCli("GET visits")).to.equal(moved.visits + visitors.tallied.visits);
    expect(await redisCli("GET votes")).to.equal(moved.votes + visitors.tallied.votes);
  });

  it("loses nothing acknowledged when a node dies, whose replicas come up elsewhere", async () => {
    const [manager, second, third] = bed.nodes;
    await visitors.survive([manager, second], async () => {
      await third.kill();
      await until(async () => (await bed.stateOf(third)) === "down", 90_000);
      await until(async () => (await countRunning(manager, service())) === replicas, 90_000);
    });
    await third.start();
    await until(async () => (await bed.stateOf(third)) === "ready", 90_000);
  });

  it("goes on without its manager, and with it when it is back", async () => {
    const [manager, second] = bed.nodes;
    await visitors.survive([second], () => manager.kill());
    await manager.start();
    // The engines look only once a minute for one that they have lost sight of.
    await until(() => visitors.visit(manager), 120_000);
    expect((await platform.must("up")).output).to.match(saysNoChanges("pulumi"));
  });

  it("has counted what it acknowledged, and nothing that failed twice", async () => {
    const { tallied, failed } = visitors;
    for (const [key, { before, told }] of Object.entries({
      visits: { before: moved.visits, told: tallied.visits },
      votes: { before: moved.votes, told: tallied.votes },
    })) {
      expect(await redisCli(`GET ${key}`)).to.be.within(before + told, before + told + failed);
    }
  });

  const upWith = (...edits: Edit[]) => whileEdited(platform.project, edits, () => platform.must("up"));

  it("would fail visitors if it let a release in that does not become healthy", async () => {
    const failed = await visitors.survive(bed.nodes, async () => {
      await upWith(noHealthGate, failingCounts);
      await upWith(noDrain, verySlowAnswers);
    });
    expect(failed).to.be.above(0);
  });

  it("would lose requests if replicas did not drain", async () => {
    expect(await visitors.survive(bed.nodes, () => platform.must("up"))).to.be.above(0);
  });
});
