import { X509Certificate } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { hasPair, makeSelfSigned, removeOldPairs, selfSignedPair } from "../../nginx/certificate.ts";
import { renderRoutes } from "../../nginx/render.ts";
import type { RoutesSettings } from "../../nginx/settings.ts";
import { markApplied, switchRoutes } from "../../nginx/switch.ts";
import { routesDirectory as directory, probeUrl } from "../../nginx/tls.ts";
import { connectDocker } from "../../stack/containers/docker.ts";
import { isProvided, pairOf, provideCertificate } from "../../stack/routes/certificate.ts";
import type { Certificate } from "../../stack/tls/certificate.ts";
import { loadPair } from "../../stack/tls/pair.ts";
import { createPair } from "../support/certificates.ts";
import { failureOf } from "../support/failure.ts";
import { startHttp2Client } from "../support/http2-client.ts";
import { askHttp2, askHttps, shakeHands } from "../support/https.ts";
import { sendRaw } from "./raw-request.ts";
import { createTestNetwork, type TestNetwork, type Upstream } from "./test-network.ts";

const names = "DNS:localhost,IP:127.0.0.1";

describe("the proxy with TLS", function () {
  this.timeout(30_000);
  let network: TestNetwork;
  let upstream: Upstream;
  let folder: string;
  let ca: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "tally-tls-"));
    network = await createTestNetwork();
    upstream = await network.startUpstream("new");
    await makeSelfSigned(network.proxy, names);
    ca = await readPair(selfSignedPair);
    await serve(selfSignedPair);
  });
  after(async () => {
    await network?.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const readPair = async (pair: string) => (await network.proxy.run(`cat ${directory}/${pair}`)).output;
  const ask = (path = "/", options = {}) => askHttps({ port: network.httpsPort, ca, path, ...options });

  async function serve(pair: string, { hsts = false, release = "new" } = {}): Promise<void> {
    const tls = { pair, httpsPort: network.httpsPort, hsts };
    const limit = { requestsPerSecond: 1, burst: 2, connections: 2 };
    const settings: RoutesSettings = {
      servicePort: 8000,
      requestTimeoutSeconds: 30,
      maxBodyKilobytes: 64,
      clients: { maxHeaderKilobytes: 32, timeoutSeconds: 15, trustedProxies: [], ...(hsts && { limit }) },
      tls,
    };
    const routes = renderRoutes([upstream], settings);
    await switchRoutes(network.proxy, { routes, release, probe: probeUrl(tls) });
    await markApplied(network.proxy, pair);
  }

  /** A pair as files, and as it is planned. */
  async function plan(pair = createPair()): Promise<Certificate> {
    const files = { certificateFile: join(folder, "certificate.pem"), keyFile: join(folder, "key.pem") };
    await Promise.all([
      writeFile(files.certificateFile, pair.certificate),
      writeFile(files.keyFile, pair.key),
    ]);
    return { kind: "files", ...files, digest: (await loadPair(files)).digest };
  }

  it("serves a certificate of its own, which holds for its names", async () => {
    const { status, body, headers } = await ask("/x?y=1");
    expect(status).to.equal(200);
    expect(JSON.parse(body).headers).to.include({
      "x-forwarded-proto": "https",
      host: `localhost:${network.httpsPort}`,
    });
    expect(headers.get("strict-transport-security")).to.equal(null);
    const certificate = new X509Certificate(ca);
    expect(certificate.checkIP("127.0.0.1")).to.equal("127.0.0.1");
    const days = (certificate.validToDate.getTime() - Date.now()) / 86_400_000;
    expect(days).to.be.within(820, 826);
  });

  it("keeps it while it is good, and makes another for other names", async () => {
    const isThere = (wanted: string) => isProvided(network.proxy, { kind: "self-signed", names: wanted });
    await makeSelfSigned(network.proxy, names);
    expect(await readPair(selfSignedPair)).to.equal(ca);
    expect([await isThere(names), await isThere(`${names},IP:192.0.2.1`)]).to.deep.equal([true, false]);
    await network.proxy.run(`cp ${directory}/${selfSignedPair} /tmp/kept`);
    await makeSelfSigned(network.proxy, `${names},IP:192.0.2.1`);
    expect(new X509Certificate(await readPair(selfSignedPair)).checkIP("192.0.2.1")).to.equal("192.0.2.1");
    await network.proxy.run(`cp /tmp/kept ${directory}/${selfSignedPair}`);
  });

  it("speaks HTTP/2 with those who can", async () => {
    const { status, body } = await askHttp2(network.httpsPort, ca);
    expect(status).to.equal(200);
    expect(JSON.parse(body).headers).to.include({ host: `localhost:${network.httpsPort}` });
  });

  it("lets a reload cost nobody who speaks HTTP/2 more than a new connection", async () => {
    const stop = startHttp2Client(`https://localhost:${network.httpsPort}`, ca);
    await serve(selfSignedPair);
    const { answered, refused, sessions, failures } = await stop();
    expect(failures).to.deep.equal([]);
    expect(sessions).to.equal(2);
    expect(refused).to.be.below(10);
    expect(answered).to.be.above(50);
  });

  it("speaks TLS 1.3 and 1.2, and nothing older", async () => {
    const { httpsPort } = network;
    expect((await shakeHands(httpsPort)).protocol).to.equal("TLSv1.3");
    expect((await shakeHands(httpsPort, { maxVersion: "TLSv1.2" })).protocol).to.equal("TLSv1.2");
    const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "ALL:@SECLEVEL=0" } as const;
    expect(await failureOf(shakeHands(httpsPort, old))).to.match(/alert protocol version/);
    const weak = { maxVersion: "TLSv1.2", ciphers: "AES128-SHA:ECDHE-ECDSA-AES128-SHA" } as const;
    expect(await failureOf(shakeHands(httpsPort, weak))).to.match(/alert handshake failure/);
  });

  for (const method of ["GET", "POST"]) {
    it(`leads ${method} from http to https, path and query kept`, async () => {
      const response = await fetch(`${network.url}/a/b%20c?d=e`, { method, redirect: "manual" });
      expect(response.status).to.equal(308);
      expect(response.headers.get("location")).to.equal(`https://127.0.0.1:${network.httpsPort}/a/b%20c?d=e`);
      expect(response.headers.get("x-content-type-options")).to.equal("nosniff");
      expect(response.headers.get("cache-control")).to.equal("no-store");
    });
  }

  it("leads http at the port for https there as well", async () => {
    const response = await fetch(`http://127.0.0.1:${network.httpsPort}/x?y`, { redirect: "manual" });
    expect(response.status).to.equal(308);
    expect(response.headers.get("location")).to.equal(`https://127.0.0.1:${network.httpsPort}/x?y`);
  });

  it("leads nobody on who names no host, at either port", async () => {
    for (const url of [network.url, `http://127.0.0.1:${network.httpsPort}`]) {
      const { status, headers } = await sendRaw(url, "GET / HTTP/1.0\r\n\r\n");
      expect(status, url).to.equal(400);
      expect(headers.get("location")).to.equal(null);
    }
  });

  it("serves a configured pair, whose key its own user alone can read", async () => {
    const pair = createPair();
    const certificate = await plan(pair);
    await provideCertificate(connectDocker(), network.proxy, certificate);
    const name = pairOf(certificate);
    expect((await network.proxy.run(`stat -c '%a %u:%g' ${directory}/${name}`)).output).to.equal(
      "600 10001:10001",
    );
    await serve(name, { hsts: true });
    const { status, headers } = await ask("/", { ca: pair.certificate });
    expect(status).to.equal(200);
    expect(headers.get("strict-transport-security")).to.equal("max-age=31536000");
    ca = pair.certificate;
  });

  it("probes from inside without being limited", async () => {
    const script = `for i in $(seq 9); do curl -kso /dev/null -w '%{http_code} ' https://127.0.0.1:8443/; done`;
    expect(new Set((await network.proxy.run(script)).output.trim().split(" "))).to.deep.equal(
      new Set(["200"]),
    );
  });

  it("answers errors by HTTP/2 as problems, with HSTS too", async () => {
    const answers = await Promise.all(Array.from({ length: 9 }, () => askHttp2(network.httpsPort, ca)));
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers.get("content-type")).to.equal("application/problem+json");
    expect(refused?.headers.get("strict-transport-security")).to.match(/^max-age=/);
  });

  it("forgets the pairs that no routes name any more", async () => {
    expect(await hasPair(network.proxy, selfSignedPair)).to.equal(true);
    await removeOldPairs(network.proxy);
    expect(await hasPair(network.proxy, selfSignedPair)).to.equal(false);
    const { output } = await network.proxy.run(`ls ${directory}`);
    expect(output.split("\n").filter((name) => name.endsWith(".pem"))).to.have.length(1);
  });

  it("goes back to the pair before when a switch fails", async () => {
    const certificate = await plan();
    await provideCertificate(connectDocker(), network.proxy, certificate);
    expect(await failureOf(serve(pairOf(certificate), { release: "other" }))).to.match(
      /previous routes are back/,
    );
    expect((await ask()).status).to.be.oneOf([200, 429]);
  });

  it("refuses a pair that nginx cannot use, and serves on", async () => {
    const [one, other] = [createPair(), createPair()];
    await network.proxy.run(`printf %s "$1" > ${directory}/pair-bad.pem`, one.certificate + other.key);
    expect(await failureOf(serve("pair-bad.pem"))).to.match(
      /nginx -t rejects the rendered routes: .*key values mismatch/s,
    );
    expect((await ask()).status).to.be.oneOf([200, 429]);
  });

  it("refuses files that are no longer what was planned", async () => {
    const certificate = await plan();
    await plan();
    const failure = await failureOf(provideCertificate(connectDocker(), network.proxy, certificate));
    expect(failure).to.match(/certificate.pem or its key has changed meanwhile/);
    expect(await hasPair(network.proxy, pairOf(certificate))).to.equal(false);
  });
});
