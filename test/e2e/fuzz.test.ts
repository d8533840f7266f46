import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { anyEngine } from "../support/engines.ts";
import { type ApiDocument, routesOf } from "../support/fuzz/families/parameters.ts";
import { malformedRequests } from "../support/fuzz/malformed-requests.ts";
import { type FuzzReport, runFuzz } from "../support/fuzz/run.ts";
import { storedCounts } from "../support/fuzz/stored-counts.ts";
import { knownCounter } from "../support/fuzz/targets.ts";
import { failuresLogged, type VitalSigns, vitalSigns } from "../support/fuzz/vital-signs.ts";
import { createPlatform, type Platform } from "../support/platform.ts";

const seed = process.env.TALLY_FUZZ_SEED ?? randomBytes(4).toString("hex");
/** Before memory is looked at: what a program needs once is no leak. */
const warmUp = 2000;
const count = 10_000;
const megabyte = 1024 * 1024;
/** A replica collects its garbage when it likes to. */
const memoryGrowth = { service: 48 * megabyte, proxy: 8 * megabyte };

for (const engine of anyEngine) {
  describe(`Malformed requests on the ${engine} engine (TALLY_FUZZ_SEED=${seed})`, function () {
    this.timeout(180_000);
    let platform: Platform;
    let signsBefore: Record<string, VitalSigns>;
    let countsBefore: Record<string, string>;
    let report: FuzzReport;

    before(async () => {
      platform = await createPlatform(engine, { replicas: 2, rateLimit: "off" });
      await platform.must("up");
      const ownerKey = (await platform.must("owner-key")).stdout.trim();
      const owner = `Authorization: Bearer ${ownerKey}`;
      const asOwner = { Authorization: `Bearer ${ownerKey}`, "Content-Type": "application/json" };
      const body = JSON.stringify({ ...knownCounter, value: 7, uniqueVisitors: true });
      await platform.fetch("/api/v1/counters", { method: "POST", headers: asOwner, body });
      await platform.fetch("/hit/fuzz/known");
      await platform.fetch("/vote", { method: "POST" });
      await platform.fetch("/count");
      await platform.fetch("/");

      const routes = routesOf((await (await platform.fetch("/openapi.json")).json()) as ApiDocument);
      const run = (part: string, requests: number) =>
        runFuzz(
          platform.port,
          malformedRequests({ seed: `${seed}-${part}`, count: requests, routes, owner }),
        );
      countsBefore = await storedCounts(platform);
      await run("a", warmUp);
      signsBefore = await vitalSigns(platform);
      report = await run("b", count);
    });
    after(() => platform?.dispose());

    it("get an answer that is right in form, and no failure of the server", () => {
      expect(report.sent).to.equal(count);
      expect(report.faults, report.faults.join("\n")).to.deep.equal([]);
    });

    it("reach everything that can refuse them", () => {
      const statuses = ["200", "400", "401", "404", "405", "413", "414", "415", "431", "501", "505"];
      expect(report.statuses).to.include.keys(statuses);
    });

    it("leave no failure in a log", async () => {
      expect(await failuresLogged(platform)).to.deep.equal([]);
      const say = 'echo \'{"level":"error"}\' > /proc/1/fd/1';
      const [replica = ""] = await platform.containers("service");
      await platform.project.run("docker", ["exec", replica, "sh", "-c", say]);
      expect(await failuresLogged(platform)).to.have.length(1);
    });

    it("count nothing", async () => {
      expect(await storedCounts(platform)).to.deep.equal(countsBefore);
    });

    it("end no container and no process, and use up no memory", async () => {
      const signs = await vitalSigns(platform);
      for (const [name, { memoryBytes, ...same }] of Object.entries(signsBefore)) {
        const now = signs[name];
        expect(same.processes, name).not.to.deep.equal([]);
        expect(now, name).to.deep.include(same);
        const most = name.includes("-service-") ? memoryGrowth.service : memoryGrowth.proxy;
        expect(now?.memoryBytes, name).to.be.at.most(memoryBytes + most);
      }
    });

    it("do not keep a usual client from being served", async () => {
      const value = async (path: string, init?: RequestInit) =>
        await (await platform.fetch(path, init)).json();
      expect(await value("/get/fuzz/known")).to.deep.equal({ value: 8 });
      expect(await value("/hit/fuzz/known")).to.deep.equal({ value: 9 });
      expect(await value("/vote", { method: "POST" })).to.deep.equal({ votes: 2 });
      expect(await (await platform.fetch("/count")).text()).to.include("visited 2 times");
      const counts = await storedCounts(platform);
      const changed = Object.keys(counts).filter((key) => counts[key] !== countsBefore[key]);
      expect(changed).to.include.members(["tally:counter:fuzz/known", "visits", "votes"]);
    });
  });
}
