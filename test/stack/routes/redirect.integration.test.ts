import { expect } from "chai";
import { makeSelfSigned, selfSignedPair } from "../../../nginx/certificate.ts";
import { renderRoutes } from "../../../nginx/render.ts";
import { markApplied, readRoutes, switchRoutes } from "../../../nginx/switch.ts";
import { probeUrl, redirectPorts } from "../../../nginx/tls.ts";
import { applyRoutes } from "../../../stack/routes/apply.ts";
import { createTestNetwork, type TestNetwork, type Upstream } from "../../nginx/test-network.ts";
import { testStackName } from "../../support/abandoned-stacks.ts";
import { failureOf } from "../../support/failure.ts";

const names = "DNS:localhost";
const tlsAt = (httpsPort: number) => ({ pair: selfSignedPair, httpsPort, hsts: false });
const settings = { servicePort: 8000, requestTimeoutSeconds: 30, maxBodyKilobytes: 64 };

describe("a redirect to a port that is no longer published, where the release is refused", () => {
  let network: TestNetwork;
  let upstream: Upstream;

  before(async () => {
    network = await createTestNetwork();
    upstream = await network.startUpstream("old");
    await makeSelfSigned(network.proxy, names);
    const tls = tlsAt(5443);
    const routes = renderRoutes([upstream], { ...settings, tls });
    await switchRoutes(network.proxy, { routes, release: "old", probe: probeUrl(tls) });
    await markApplied(network.proxy, "");
  });
  after(() => network?.dispose());

  const visit = () => fetch(`${network.url}/x`, { redirect: "manual" });
  const applyRefused = (httpsPort?: number) =>
    failureOf(
      applyRoutes({
        stack: testStackName(),
        proxy: network.proxy.name,
        network: network.proxy.name,
        release: "new",
        replicas: [`${upstream.name}-missing`],
        settings: httpsPort === undefined ? settings : { ...settings, tls: tlsAt(httpsPort) },
        ...(httpsPort !== undefined && { certificate: { kind: "self-signed", names } }),
        prometheus: "",
        backups: [],
        backupImage: "",
        gateTimeoutSeconds: 1,
        gateWatchSeconds: 0,
        keepReleases: 3,
      }),
    );

  it("leads to the port that is published instead", async () => {
    expect(await applyRefused(6443)).to.match(/release new is refused: .*What served before serves on\.$/s);
    expect((await visit()).headers.get("location")).to.equal("https://127.0.0.1:6443/x");
    const ports = new Set(redirectPorts(await readRoutes(network.proxy)));
    expect([...ports], "what a failed switch goes back to as well").to.deep.equal([6443]);
  });

  it("is no more where TLS is off", async () => {
    expect(await applyRefused()).to.match(/release new is refused: .*What served before serves on\.$/s);
    expect(await (await visit()).json()).to.include({ release: "old" });
    expect(redirectPorts(await readRoutes(network.proxy))).to.deep.equal([]);
  });
});
