import { expect } from "chai";
import type { EngineName } from "../../stack/containers/labels.ts";
import { type Deployment, describeDeployment } from "../support/deployment.ts";
import { engines } from "../support/engines.ts";
import { freePort } from "../support/free-port.ts";
import { createPlatform, type Platform } from "../support/platform.ts";

/** Why the tests of what deployed containers do need not be run on each engine. */
describe("both engines", function () {
  this.timeout(180_000);
  let platform: Platform;
  let settings: Record<string, string | number>;
  const deployments = new Map<EngineName, Deployment>();

  before(async function () {
    if (engines.length < 2) {
      console.log("      skipped: the Pulumi CLI is neither installed here nor downloaded");
      this.skip();
    }
    const [httpsPort, monitoringPort, grafanaPort] = [await freePort(), await freePort(), await freePort()];
    settings = {
      ...{ replicas: 1, gateWatch: 0, backup: "1h", otlpEndpoint: "http://192.0.2.1:4318" },
      ...{ tls: "self-signed", httpsPort, monitoring: "on", monitoringPort, grafanaPort },
    };
    for (const engine of ["pulumi", "embedded"] as const) {
      // One after the other, as they have the same ports.
      await platform?.dispose();
      platform = await createPlatform(engine, settings);
      await platform.must("up");
      deployments.set(engine, await describeDeployment(platform));
    }
  });

  after(() => platform?.dispose());

  it("make the same of the same settings", () => {
    expect(deployments.get("embedded")).to.deep.equal(deployments.get("pulumi"));
  });

  it("would be seen to differ in one setting of one container", async () => {
    await platform.must("up", "--config", "memory=200");
    expect(await describeDeployment(platform)).to.not.deep.equal(deployments.get("pulumi"));
  });
});
