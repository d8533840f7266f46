import { expect } from "chai";
import { Registry } from "prom-client";
import { registerGauges } from "../../../service/metrics/gauges.ts";
import { createMetrics } from "../../../service/metrics/metrics.ts";
import { sample } from "./sample.ts";

function createAll(delayedFsyncs: () => Promise<number | undefined> = async () => 7) {
  const registry = new Registry();
  const metrics = createMetrics(registry);
  const live = { openStreams: 3 };
  const redis = { status: "ready" };
  registerGauges(registry, { release: "r7", live, redis, delayedFsyncs });
  return { registry, metrics, live, redis, read: async () => sample(await registry.metrics()) };
}

describe("createMetrics", () => {
  it("counts requests by method, route and status, with their durations in seconds", async () => {
    const { metrics, read } = createAll();
    metrics.request("GET", "/count", "200", 0.002);
    metrics.request("GET", "/count", "200", 0.3);
    metrics.request("POST", "/vote", "503", 0.001);
    const value = await read();
    const count = { method: "GET", route: "/count", status: "200" };
    const name = "tally_http_request_duration_seconds";
    expect(value(`${name}_count`, count)).to.equal(2);
    expect(value(`${name}_sum`, count)).to.be.closeTo(0.302, 1e-9);
    expect(value(`${name}_bucket`, { ...count, le: "0.0025" })).to.equal(1);
    expect(value(`${name}_count`, { method: "POST", route: "/vote", status: "503" })).to.equal(1);
  });

  it("adds up what was counted, and how many shared a write", async () => {
    const { metrics, read } = createAll();
    metrics.written(3, 3n);
    metrics.written(40, 1002n);
    const value = await read();
    expect(value("tally_counts_acknowledged_total")).to.equal(1005);
    expect(value("tally_write_batch_entries_count")).to.equal(2);
    expect(value("tally_write_batch_entries_sum")).to.equal(43);
  });

  it("keeps to Prometheus's conventions in every name", async () => {
    const types = (await createAll().registry.metrics()).matchAll(/^# TYPE (\S+) (\S+)$/gm);
    const described = [...types].map(([, name = "", type]) => ({ name, type }));
    expect(described).to.have.length.above(10);
    for (const { name, type } of described) {
      expect(name).to.match(/^(tally|process)_[a-z_]+$/);
      expect(name.endsWith("_total"), name).to.equal(type === "counter");
      expect(name).not.to.match(/_(ms|millis\w*|kb|mb|percent)(_|$)/);
    }
  });
});

describe("registerGauges", () => {
  it("tells the release, the streams, Redis and its disk as they are when they are asked for", async () => {
    const { live, redis, read } = createAll();
    const up = await read();
    expect(up("tally_release_info", { release: "r7" })).to.equal(1);
    expect(up("tally_live_streams")).to.equal(3);
    expect(up("tally_redis_up")).to.equal(1);
    expect(up("tally_redis_aof_delayed_fsync_total")).to.equal(7);
    Object.assign(live, { openStreams: 0 });
    Object.assign(redis, { status: "reconnecting" });
    const down = await read();
    expect([down("tally_live_streams"), down("tally_redis_up")]).to.deep.equal([0, 0]);
    expect(down("tally_redis_aof_delayed_fsync_total")).to.equal(7);
  });

  it("says nothing of a disk that nobody tells it about", async () => {
    const value = await createAll(async () => undefined).read();
    expect(value("tally_redis_aof_delayed_fsync_total")).to.equal(undefined);
  });

  it("shows how late the event loop was", async () => {
    const { read } = createAll();
    // The watch begins with the first of its looks, a tenth of a second apart.
    await new Promise((resolve) => setTimeout(resolve, 250));
    const endMs = performance.now() + 400;
    while (performance.now() < endMs);
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect((await read())("tally_event_loop_delay_seconds", { percentile: "100" })).to.be.within(0.25, 5);
  });

  it("measures the process under the names that all exporters use", async () => {
    const value = await createAll().read();
    expect(value("process_resident_memory_bytes")).to.be.above(10_000_000);
    expect(value("process_cpu_seconds_total")).to.be.above(0);
    expect(value("process_start_time_seconds")).to.be.closeTo(Date.now() / 1000 - process.uptime(), 5);
  });
});
