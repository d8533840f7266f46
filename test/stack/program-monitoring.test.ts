import { expect } from "chai";
import { findBaseImage } from "../../stack/base-images.ts";
import { connectDocker } from "../../stack/containers/docker.ts";
import { freePort } from "../support/free-port.ts";
import {
  containersOf,
  networksOf,
  ofType,
  type Recording,
  recordPrograms,
  runProgram,
  theOnly,
} from "./recorded-program.ts";

describe("the program, asked to be monitored", function () {
  this.timeout(60_000);
  let off: Recording;
  let on: Recording;
  let whole: Recording;
  let monitoringPort: number;

  before(async () => {
    const [port, grafanaPort] = [await freePort(), await freePort()];
    monitoringPort = await freePort();
    const settings = { port, monitoring: "on", monitoringPort, grafanaPort };
    const grafanaImage = await findBaseImage(connectDocker(), "redis");
    [off, on, whole] = (await recordPrograms([
      { stack: "here", settings: { port } },
      { stack: "here", settings: { ...settings, grafanaImage: "tally-test/no-grafana:1" } },
      { stack: "here", settings: { ...settings, grafanaImage } },
    ])) as [Recording, Recording, Recording];
  });

  it("makes nothing for it by default", () => {
    expect(containersOf(off, "prometheus")).to.deep.equal([]);
    expect(theOnly(off, "routes").inputs.prometheus).to.equal("");
    expect(JSON.stringify(off.registrations)).not.to.match(/monitoring|grafana/);
  });

  it("starts Prometheus beside the replicas, on this machine's loopback", () => {
    const [prometheus] = containersOf(on, "prometheus");
    expect(prometheus?.inputs.ports).to.deep.equal([
      { internal: 9090, external: monitoringPort, ip: "127.0.0.1" },
    ]);
    expect(prometheus && networksOf(prometheus)).to.deep.equal(["tally-here-monitoring", "tally-here-front"]);
  });

  it("tells the switch of the routes whom to tell, once that is there", () => {
    const routes = theOnly(on, "routes");
    expect(routes.inputs.prometheus).to.equal("tally-here-prometheus");
    expect(routes.madeBefore).to.include("prometheus");
  });

  it("leaves Grafana out where its image is not to be had, and nothing else", () => {
    expect(containersOf(on, "grafana")).to.deep.equal([]);
    const [grafana] = containersOf(whole, "grafana");
    expect(grafana && networksOf(grafana)).to.deep.equal(["tally-here-monitoring"]);
    expect(grafana?.inputs.envs).to.include("PROMETHEUS_URL=http://tally-here-prometheus:9090");
    expect(ofType(whole, "container")).to.have.length(ofType(on, "container").length + 1);
  });

  it("leaves release, replicas, Redis and proxy as they are", () => {
    for (const role of ["service", "redis", "proxy"]) {
      const inputs = (of: Recording) => containersOf(of, role).map((each) => each.inputs);
      expect(inputs(on)).to.deep.equal(inputs(off));
    }
    expect(on.outputs.release).to.equal(off.outputs.release);
  });

  it("refuses ports that get in each other's way", async () => {
    const settings = { port: 9090, monitoring: "on" };
    const { problem } = await runProgram({ settings });
    expect(problem).to.contain(
      "tally:monitoringPort must be another port than tally:port, which is 9090 too",
    );
  });
});
