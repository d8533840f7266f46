import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { Registry } from "prom-client";
import { parse, stringify } from "yaml";
import { registerGauges } from "../../../service/metrics/gauges.ts";
import { createMetrics } from "../../../service/metrics/metrics.ts";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { projectPath } from "../../../stack/release/build-context.ts";
import { promtool, readAlerts, readAlertTests } from "./promtool.ts";

const docker = connectDocker();

describe("the alert rules", function () {
  this.timeout(60_000);
  let alerts: string;
  let tests: string;

  before(async () => {
    [alerts, tests] = await Promise.all([readAlerts(), readAlertTests()]);
  });

  const testRules = (rules: string) =>
    promtool(docker, { "alerts.yml": rules, "alerts.test.yml": tests }, "test", "rules", "alerts.test.yml");

  it("pass promtool's check, with the configuration that loads them", async () => {
    const configuration = await readFile(projectPath("stack/monitoring/prometheus/prometheus.yml"), "utf8");
    const files = { "prometheus.yml": configuration, "alerts.yml": alerts };
    const { exitCode, output } = await promtool(docker, files, "check", "config", "prometheus.yml");
    expect(exitCode, output).to.equal(0);
    expect(output).to.match(/SUCCESS: 9 rules found/);
  });

  it("fire when something is wrong, name it, and are quiet when nothing is", async () => {
    const { exitCode, output } = await testRules(alerts);
    expect(exitCode, output).to.equal(0);
  });

  it("are tested one and all: none can be broken without being noticed", async () => {
    const rules: { alert: string }[] = parse(alerts).groups[0].rules;
    expect(rules).to.have.length(9);
    const files: Record<string, string> = {};
    for (const { alert } of rules) {
      const parts = alerts.split(/(?=\n +- alert:)/);
      const others = parts.filter((part) => !part.includes(`alert: ${alert}\n`));
      expect(others).to.have.length(parts.length - 1);
      files[`without-${alert}.yml`] = others.join("");
      const own = parse(tests).tests.filter((test: object) => JSON.stringify(test).includes(`"${alert}"`));
      files[`${alert}.test.yml`] = stringify({ rule_files: [`without-${alert}.yml`], tests: own });
    }
    const broken = rules.map(({ alert }) => `${alert}.test.yml`);
    const { output } = await promtool(docker, files, "test", "rules", ...broken);
    for (const { alert } of rules) {
      expect(output).to.match(new RegExp(`FAILED:\\s+name:.*\\s+alertname: ${alert},`));
    }
  });

  it("are about metrics that there are", async () => {
    const registry = new Registry();
    createMetrics(registry);
    const redis = { status: "ready" };
    registerGauges(registry, {
      release: "r1",
      live: { openStreams: 0 },
      redis,
      delayedFsyncs: async () => 0,
    });
    const dashboard = await readFile(projectPath("stack/monitoring/grafana/dashboards/tally.json"), "utf8");
    const known = (await registry.metrics()).match(/^# TYPE \S+/gm)?.map((line) => line.slice(7)) ?? [];
    known.push("tally_backup_newest_timestamp_seconds", "tally_backup_interval_seconds");
    const used = new Set(`${alerts}\n${dashboard}`.match(/\b(tally|process)_[a-z_]+/g));
    for (const name of used) {
      expect(known).to.include(name.replace(/_(bucket|count|sum)$/, ""));
    }
  });
});
