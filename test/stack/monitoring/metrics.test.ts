import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { Counter, Registry } from "prom-client";
import { stringify } from "yaml";
import { registerGauges } from "../../../service/metrics/gauges.ts";
import { createMetrics } from "../../../service/metrics/metrics.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { projectPath } from "../../../stack/release/build-context.ts";
import { promtool, type Verdict } from "./promtool.ts";

const docker = connectDocker();

/** What has to be known of a replica. */
const wanted = [
  "tally_http_request_duration_seconds histogram",
  "tally_counts_acknowledged_total counter",
  "tally_write_batch_entries histogram",
  "tally_redis_round_trip_duration_seconds histogram",
  "tally_redis_reconnects_total counter",
  "tally_redis_aof_delayed_fsync_total counter",
  "tally_redis_up gauge",
  "tally_live_streams gauge",
  "tally_event_loop_delay_seconds gauge",
  "tally_release_info gauge",
];

describe("the metrics of a replica", function () {
  this.timeout(30_000);

  function createRegistry(): Registry {
    const registry = new Registry();
    const metrics = createMetrics(registry);
    metrics.request("GET", "/hit/:ns/:key", "200", 0.1);
    metrics.written(3, 3n);
    metrics.roundTrip("evalsha", 0.001);
    const [live, redis] = [{ openStreams: 1 }, { status: "ready" }];
    registerGauges(registry, { release: "r1", live, redis, delayedFsyncs: async () => 2 });
    return registry;
  }

  const check = async (registry: Registry): Promise<Verdict> =>
    await promtool(docker, { stdin: await registry.metrics() }, "check", "metrics");

  it("are all there", async () => {
    const text = await createRegistry().metrics();
    expect(text.match(/(?<=^# TYPE ).*/gm)).to.include.members(wanted);
  });

  it("have names as Prometheus wants them", async () => {
    const { exitCode, output } = await check(createRegistry());
    expect(output).to.equal("");
    expect(exitCode).to.equal(0);
  });

  it("would be found out if they had not", async () => {
    const registry = createRegistry();
    new Counter({ name: "tally_wait_milliseconds", help: "A test.", registers: [registry] });
    const { exitCode, output } = await check(registry);
    expect(exitCode).to.be.above(0);
    expect(output).to.contain("tally_wait_milliseconds");
  });
});

describe("the dashboard", function () {
  this.timeout(30_000);

  async function checkExpressions(change: (expression: string) => string): Promise<Verdict> {
    const dashboard = await readFile(projectPath("stack/monitoring/grafana/dashboards/tally.json"), "utf8");
    const panels: { targets?: { expr: string }[] }[] = JSON.parse(dashboard).panels;
    const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    expect(expressions).to.have.length.above(5);
    const rules = expressions.map((expr, index) => ({ record: `panel:${index}`, expr: change(expr) }));
    const file = stringify({ groups: [{ name: "panels", rules }] });
    return await promtool(docker, { "panels.yml": file }, "check", "rules", "panels.yml");
  }

  it("asks what Prometheus understands", async () => {
    const { exitCode, output } = await checkExpressions((expression) => expression);
    expect(exitCode, output).to.equal(0);
  });

  it("would be refused with a question that it does not", async () => {
    expect((await checkExpressions((expression) => expression.replace("(", "(("))).exitCode).to.be.above(0);
  });
});
