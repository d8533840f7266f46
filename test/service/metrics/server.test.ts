import { expect } from "chai";
import { Gauge, Registry } from "prom-client";
import supertest from "supertest";
import { createMetricsServer } from "../../../service/metrics/server.ts";

describe("createMetricsServer", () => {
  const registry = new Registry();
  new Gauge({ name: "tally_test", help: "A test.", registers: [registry] }).set(5);
  const ask = supertest(createMetricsServer(registry));

  it("answers /metrics in Prometheus's text format", async () => {
    const { status, headers, text } = await ask.get("/metrics");
    expect(status).to.equal(200);
    expect(headers["content-type"]).to.match(/^text\/plain; version=0\.0\.4/);
    expect(text).to.contain("# TYPE tally_test gauge\ntally_test 5\n");
  });

  it("answers nothing else", async () => {
    expect((await ask.get("/")).status).to.equal(404);
    expect((await ask.get("/count")).status).to.equal(404);
    expect((await ask.post("/metrics")).status).to.equal(405);
  });

  it("says so when the metrics cannot be had", async () => {
    const broken = new Registry();
    const collect = () => {
      throw new Error("boom");
    };
    new Gauge({ name: "tally_broken", help: "A test.", registers: [broken], collect });
    expect((await supertest(createMetricsServer(broken)).get("/metrics")).status).to.equal(500);
  });
});
