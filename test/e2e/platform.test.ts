import { expect } from "chai";
import { objectName } from "../../stack/containers/names.ts";
import { engines, saysNoChanges } from "../support/engines.ts";
import { allReady, answeringReplicas, expectNoDrift, identities, visitsOf } from "../support/observations.ts";
import { createPlatform, type Platform } from "../support/platform.ts";
import { until } from "../support/until.ts";

for (const engine of engines) {
  describe(`a stack on the ${engine} engine`, function () {
    this.timeout(120_000);
    let platform: Platform;

    before(async () => {
      platform = await createPlatform(engine, { replicas: 3 });
      await platform.must("up");
    });

    after(() => platform?.dispose());

    it("ends `up` with the URL alone on standard output", async () => {
      const { stdout, output } = await platform.must("up");
      expect(stdout.trim().split("\n").at(-1)).to.equal(`http://localhost:${platform.port}`);
      expect(output).to.contain(`with the ${engine} engine`);
    });

    it("changes nothing on a second `up`", async () => {
      const before = await identities(platform);
      const { output } = await platform.must("up");
      expect(output).to.match(saysNoChanges(engine));
      expect(await identities(platform)).to.deep.equal(before);
    });

    it("keeps no setting that only a preview is given, and no secret", async () => {
      const kept = await platform.project.read(`Pulumi.${platform.stack}.yaml`);
      const settings = ["--config", "replicas=1", "--secret-config", "hitKey=the-key-of-those-who-hit"];
      const { output } = await platform.must("preview", ...settings);
      expect(output).not.to.match(saysNoChanges(engine));
      expect(await platform.project.read(`Pulumi.${platform.stack}.yaml`)).to.equal(kept);
    });

    it("shows no changes in a preview", async () => {
      const { output } = await platform.must("preview");
      expect(output).to.match(saysNoChanges(engine));
      expect(output).not.to.match(/to (create|update|replace|delete)/);
    });

    it("counts page views, visits and votes", async () => {
      const home = await platform.fetch("/", { headers: { Accept: "text/html" } });
      expect(home.status).to.equal(200);
      expect(await home.text()).to.contain('action="/vote"');
      const views = await platform.redisCli("GET", "total_visitors");
      const visit = await (await platform.fetch("/count")).text();
      const visits = await platform.redisCli("GET", "visits");
      expect(visit).to.equal(`This page has been visited ${visits} times.\nTotal Visitors: ${views}\n`);
      const vote = await platform.fetch("/vote", { method: "POST", headers: { Accept: "application/json" } });
      expect(await vote.json()).to.deep.equal({ votes: Number(await platform.redisCli("GET", "votes")) });
    });

    it("sends a browser's vote back to the page", async () => {
      const vote = await platform.fetch("/vote", { method: "POST", headers: { Accept: "text/html" } });
      expect(vote.status).to.equal(303);
      expect(vote.headers.get("location")).to.equal("/");
    });

    it("answers liveness and readiness through the proxy", async () => {
      for (const path of ["/livez", "/readyz"]) expect((await platform.fetch(path)).status).to.equal(200);
    });

    it("starts again from one after `DEL visits`", async () => {
      await platform.redisCli("DEL", "visits");
      expect(await (await platform.fetch("/count")).text()).to.contain("visited 1 times");
    });

    it("passes a request id on to the replica and back", async () => {
      const response = await platform.fetch("/count");
      const id = response.headers.get("x-request-id") ?? "none";
      expect(id).to.match(/^[0-9a-f]{32}$/);
      const logged = async () => (await platform.must("logs", "--id", id, "--json")).stdout;
      await until(async () => (await logged()).includes('"route":"/count"'), 10_000);
    });

    it("publishes nothing but the proxy", async () => {
      for (const name of await platform.containers()) {
        const { HostConfig } = await platform.docker.getContainer(name).inspect();
        const published = Object.keys(HostConfig.PortBindings ?? {});
        expect(published, name).to.deep.equal(name.endsWith("-proxy") ? ["8080/tcp"] : []);
      }
    });

    it("balances over all replicas", async () => {
      const answered = await answeringReplicas(platform, 60);
      expect(answered).to.deep.equal(await platform.containers("service"));
    });

    it("shows replicas, health, release and counts", async () => {
      const { stdout } = await platform.must("status", "--json");
      const { containers, counts, release, requestsPerSecond } = JSON.parse(stdout);
      expect(containers).to.have.length(5);
      for (const { memoryBytes, cpus, uptimeSeconds } of containers) {
        expect(memoryBytes).to.be.above(1_000_000);
        expect(Math.min(cpus, uptimeSeconds)).to.be.at.least(0);
      }
      expect(requestsPerSecond).to.be.a("number");
      expect(release).to.match(/^[0-9a-f]{10}$/);
      expect(counts.visits).to.equal(await platform.redisCli("GET", "visits"));
      expect((await platform.must("status")).stdout).to.contain(`visits ${counts.visits}`);
    });

    it("scales up and down without touching the proxy or Redis", async () => {
      const before = await identities(platform);
      for (const replicas of [5, 2]) {
        const { output } = await platform.must("up", "--config", `replicas=${replicas}`);
        expect(output).to.match(replicas === 2 ? /\b3 removed|\d deleted/ : /\d (made|created)/);
        const names = await platform.containers("service");
        expect(names).to.have.length(replicas);
        expect(await answeringReplicas(platform, 20 * replicas)).to.deep.equal(names);
        const now = await identities(platform);
        for (const part of ["proxy", "redis"]) {
          const name = objectName(platform.stack, part);
          expect(now[name]).to.equal(before[name]);
        }
      }
    });

    it("keeps counting after a restart of every container", async () => {
      const before = await (await platform.fetch("/count")).text();
      for (const name of await platform.containers())
        await platform.docker.getContainer(name).restart({ t: 20 });
      await until(() => allReady(platform), 30_000);
      expect(visitsOf(await (await platform.fetch("/count")).text())).to.equal(visitsOf(before) + 1);
    });

    it("pauses counting while Redis is away and goes on when it is back", async () => {
      const redis = platform.docker.getContainer(objectName(platform.stack, "redis"));
      const before = await platform.redisCli("GET", "visits");
      await redis.stop({ t: 10 });
      const home = await platform.fetch("/");
      expect(home.status).to.equal(200);
      expect(await home.text()).to.match(/paused/i);
      const count = await platform.fetch("/count");
      expect(count.status).to.equal(503);
      expect(count.headers.get("retry-after")).to.match(/^\d+$/);
      expect(count.headers.get("content-type")).to.contain("application/problem+json");
      expect((await platform.fetch("/readyz")).status).to.equal(503);
      const { exitCode, output } = await platform.tally("status");
      expect(exitCode, output).to.equal(1);
      expect(output).to.match(/-redis is exited\./);
      for (const name of await platform.containers("service"))
        expect(output).to.contain(`${name} is not ready: Redis`);
      await redis.start();
      await until(() => allReady(platform), 30_000);
      expect(visitsOf(await (await platform.fetch("/count")).text())).to.equal(Number(before) + 1);
    });

    it("runs beside another stack, each with its own counts", async () => {
      const visits = await platform.redisCli("GET", "visits");
      const other = await createPlatform(engine, { replicas: 1, appEnv: "prod" });
      try {
        await other.must("up");
        expect(await (await other.fetch("/count")).text()).to.contain("visited 1 times");
        expect(await platform.redisCli("GET", "visits")).to.equal(visits);
        await expectNoDrift(other);
      } finally {
        await other.dispose();
      }
      expect((await platform.fetch("/count")).status).to.equal(200);
    });
  });
}
