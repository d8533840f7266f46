import { expect } from "chai";
import { objectName } from "../../stack/containers/names.ts";
import { anyEngine, saysNoChanges } from "../support/engines.ts";
import { freePort } from "../support/free-port.ts";
import { startLoad } from "../support/load.ts";
import { expectNoDrift, identities } from "../support/observations.ts";
import { createPlatform, type Platform } from "../support/platform.ts";
import { askPrometheus, type PrometheusApi, type Target } from "../support/prometheus.ts";
import { until } from "../support/until.ts";

const replicas = 2;

for (const engine of anyEngine) {
  describe(`a monitored stack on the ${engine} engine`, function () {
    this.timeout(180_000);
    let platform: Platform;
    let prometheus: PrometheusApi;

    before(async () => {
      const monitoringPort = await freePort();
      prometheus = askPrometheus(monitoringPort);
      platform = await createPlatform(engine, { replicas, monitoring: "on", monitoringPort, backup: "1h" });
      await platform.must("up");
    });
    after(() => platform?.dispose());

    const namesOf = (targets: readonly Target[]) => targets.map(({ labels }) => labels.replica).sort();
    const scraped = async (health: Target["health"]) =>
      (await prometheus.targets()).filter((each) => each.labels.role === "service" && each.health === health);
    const up = () => scraped("up");
    const allUp = async () => (await up().catch(() => [])).length === replicas;

    it("has a Prometheus that scrapes every replica", async () => {
      await until(allUp, 60_000);
      expect(namesOf(await up())).to.deep.equal(await platform.containers("service"));
      expect(await prometheus.value("count(tally_release_info)")).to.equal(replicas);
    });

    it("knows how old the newest backup is, and when the next is due", async () => {
      const age = () => prometheus.value("time() - tally_backup_newest_timestamp_seconds");
      await until(async () => ((await age()) ?? Number.NaN) < 300, 30_000);
      expect(await prometheus.value("tally_backup_interval_seconds")).to.equal(3600);
    });

    it("keeps metrics from visitors", async () => {
      expect((await platform.fetch("/metrics")).status).to.equal(404);
    });

    it("changes nothing on a second `up`", async () => {
      expect((await platform.must("up")).output).to.match(saysNoChanges(engine));
      await expectNoDrift(platform);
    });

    it("has the count that the counters have", async () => {
      const load = startLoad({ url: platform.url, requestsPerSecond: 200 });
      await until(async () => Number(await platform.redisCli("GET", "visits")) > 300, 30_000);
      expect((await load.stop()).failures).to.deep.equal([]);
      await platform.fetch("/");
      const counts = await platform.redisCli("MGET", "visits", "votes", "total_visitors");
      const counted = counts.split("\n").reduce((sum, count) => sum + Number(count), 0);
      const acknowledged = () => prometheus.value("sum(tally_counts_acknowledged_total)");
      await until(async () => ((await acknowledged()) ?? 0) >= counted, 20_000);
      expect(await acknowledged()).to.equal(counted);
      const requests = 'sum(tally_http_request_duration_seconds_count{route="/vote",status="200"})';
      expect(await prometheus.value(requests)).to.equal(Number(counts.split("\n")[1]));
    });

    it("loses no target in a deployment", async () => {
      const before = await identities(platform);
      const deployment = platform.must("up", "--config", "logLevel=warn");
      let deployed = false;
      void deployment.finally(() => {
        deployed = true;
      });
      const fewest: number[] = [];
      await until(async () => {
        const [serving, down] = await Promise.all([up(), scraped("down")]);
        fewest.push(serving.length);
        expect(down).to.deep.equal([]);
        return deployed;
      }, 120_000);
      await deployment;
      await until(allUp, 30_000);
      expect(namesOf(await up())).to.deep.equal(await platform.containers("service"));
      expect(Math.min(...fewest)).to.be.at.least(replicas);
      // What was scraped, old and new, was always there.
      expect(await prometheus.value('count(count_over_time(up{role="service"}[10m]))')).to.equal(
        2 * replicas,
      );
      expect(await prometheus.value('min(min_over_time(up{role="service"}[10m]))')).to.equal(1);
      const name = objectName(platform.stack, "prometheus");
      expect((await identities(platform))[name]).to.equal(before[name]);
    });

    it("shows a replica that dies", async () => {
      const [first = ""] = await platform.containers("service");
      await platform.docker.getContainer(first).stop({ t: 15 });
      const down = () => scraped("down");
      await until(async () => (await down()).length > 0, 30_000);
      expect(namesOf(await down())).to.deep.equal([first]);
      await platform.docker.getContainer(first).start();
    });

    it("goes without, and leaves the replicas alone, when monitoring is switched off", async () => {
      const { [objectName(platform.stack, "prometheus")]: gone, ...others } = await identities(platform);
      await platform.must("up", "--config", "monitoring=off");
      expect(gone).to.be.a("string");
      expect(await identities(platform)).to.deep.equal(others);
    });
  });
}
