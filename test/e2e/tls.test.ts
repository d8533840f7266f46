import { expect } from "chai";
import { createPair, type TestPair } from "../support/certificates.ts";
import { anyEngine, saysNoChanges } from "../support/engines.ts";
import { freePort } from "../support/free-port.ts";
import { askHttp2, askHttps, shakeHands } from "../support/https.ts";
import { startLoad } from "../support/load.ts";
import { expectNothingLost, join, steadyLoad, type Tallied, watchUpdate } from "../support/lossless.ts";
import { identities } from "../support/observations.ts";
import { createPlatform, type Platform } from "../support/platform.ts";

const [first, renewed, other] = [createPair(), createPair(), createPair()];
const files = ["tls=files", "tlsCertificateFile=certificate.pem", "tlsKeyFile=key.pem"];
const asFiles = files.flatMap((setting) => ["--config", setting]);

for (const engine of anyEngine) {
  describe(`TLS and limits on the ${engine} engine`, function () {
    this.timeout(120_000);
    let platform: Platform;
    let httpsPort: number;
    let url: string;

    before(async () => {
      httpsPort = await freePort();
      platform = await createPlatform(engine, { replicas: 1, gateWatch: 0, tls: "self-signed", httpsPort });
      url = `https://localhost:${httpsPort}`;
      const { stdout } = await platform.must("up");
      expect(stdout.trim().split("\n").at(-1)).to.equal(url);
    });
    after(() => platform?.dispose());

    async function place({ certificate, key }: TestPair): Promise<void> {
      await platform.project.write("certificate.pem", certificate);
      await platform.project.write("key.pem", key);
    }

    it("leads from http to https, which shows a certificate of its own", async () => {
      const { status, headers } = await platform.fetch("/count?x=y");
      expect(status).to.equal(308);
      expect(headers.get("location")).to.equal(`https://127.0.0.1:${httpsPort}/count?x=y`);
      const { protocol, certificate } = await shakeHands(httpsPort);
      expect(protocol).to.equal("TLSv1.3");
      expect(certificate.subject.CN).to.equal("Tally");
    });

    it("serves a configured pair by a reload, by HTTP/2 too", async () => {
      const before = await identities(platform);
      await place(first);
      await platform.must("up", ...asFiles);
      expect(await identities(platform)).to.deep.equal(before);
      const count = await askHttp2(httpsPort, first.certificate, { ":path": "/count" });
      expect(count.status).to.equal(200);
      expect(count.body).to.match(/visited \d+ times/);
      expect(count.headers.get("strict-transport-security")).to.equal(null);
    });

    it("changes nothing while the pair is the same", async () => {
      expect((await platform.must("up")).output).to.match(saysNoChanges(engine));
    });

    it("serves a renewed pair without losing a request", async () => {
      const stored = async () => (await platform.redisCli("MGET", "visits", "votes")).split("\n").map(Number);
      const [visits = 0, votes = 0] = await stored();
      const tallied: Tallied = { visits, votes };
      const load = startLoad({ url, requestsPerSecond: steadyLoad });
      try {
        await place(renewed);
        const report = await watchUpdate(load, () => platform.must("up"));
        expectNothingLost(join([report, await load.stop()]), tallied);
      } finally {
        await load.stop();
      }
      expect(await stored()).to.deep.equal([tallied.visits, tallied.votes]);
      const { status } = await askHttps({ port: httpsPort, ca: renewed.certificate, path: "/" });
      expect(status).to.equal(200);
    });

    it("exports and imports by https, whatever names the certificate has", async () => {
      await platform.must("export", "--file", "counters.jsonl");
      expect(await platform.project.read("counters.jsonl")).to.contain('"tally/visits"');
      const { output } = await platform.must("import", "--file", "counters.jsonl");
      expect(output).to.match(/Imported 3 counters/);
    });

    it("refuses a key that is not the certificate's, and changes nothing", async () => {
      const before = await identities(platform);
      await place({ ...renewed, key: other.key });
      for (const command of ["up", "preview"]) {
        const { exitCode, output } = await platform.tally(command);
        expect(exitCode, output).to.equal(1);
        expect(output).to.match(
          /tally:tlsKeyFile key.pem is not the key of the certificate in certificate.pem/,
        );
      }
      expect(await identities(platform)).to.deep.equal(before);
      expect((await askHttps({ port: httpsPort, ca: renewed.certificate, path: "/" })).status).to.equal(200);
      await place(renewed);
    });

    it("limits clients by a reload, and says so to them", async () => {
      const before = await identities(platform);
      await platform.must("up", "--config", "rateLimit=2", "--config", "rateBurst=3");
      expect(await identities(platform)).to.deep.equal(before);
      const ask = () => askHttps({ port: httpsPort, ca: renewed.certificate, path: "/livez" });
      const answers = await Promise.all(Array.from({ length: 20 }, ask));
      const refused = answers.filter(({ status }) => status === 429);
      expect(refused).to.have.length.within(12, 16);
      expect(refused[0]?.headers.get("retry-after")).to.equal("1");
      expect(refused[0]?.headers.get("ratelimit")).to.equal('"default";r=0;t=1');
      expect(refused[0]?.headers.get("content-type")).to.equal("application/problem+json");
    });
  });
}
