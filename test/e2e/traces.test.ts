import { expect } from "chai";
import { objectName } from "../../stack/containers/names.ts";
import { lastEngine, saysNoChanges } from "../support/engines.ts";
import { type Collector, startCollector } from "../support/otlp/collector.ts";
import { createPlatform, type Platform } from "../support/platform.ts";
import { collectTraces, findSecrets } from "../support/traces.ts";
import { until } from "../support/until.ts";

const secret = "a-key-for-the-collector";

for (const engine of lastEngine) {
  describe(`a stack that sends traces, on the ${engine} engine`, function () {
    this.timeout(120_000);
    let platform: Platform;
    let collector: Collector;

    before(async () => {
      platform = await createPlatform(engine, { replicas: 1, gateWatch: 0, logLevel: "debug" });
      const { IPAM } = await platform.docker.getNetwork("bridge").inspect();
      collector = await startCollector(IPAM?.Config?.[0]?.Gateway ?? "172.17.0.1");
      const headers = ["--secret-config", `otlpHeaders=x-key=${secret}`];
      await platform.must("up", "--config", `otlpEndpoint=${collector.url}`, ...headers);
    });

    after(async () => {
      await platform?.dispose();
      await collector?.close();
    });

    const spansOf = (id: string) => collector.spans.filter(({ traceId }) => traceId === id);

    /** @returns the id that the answer and the proxy's log line have */
    async function count(headers: Record<string, string> = {}): Promise<string> {
      const response = await platform.fetch("/count", { headers });
      expect(response.status).to.equal(200);
      return response.headers.get("X-Request-Id") ?? "";
    }

    it("has a trace by the id of the request's log lines, from the service to Redis", async () => {
      await count();
      const id = await count();
      await until(() => spansOf(id).length === 4, 15_000);
      const names = spansOf(id).map(({ name }) => name);
      expect(names).to.have.members(["GET /count", "count", "write", "EVALSHA"]);
      const [replica] = await platform.containers("service");
      for (const { resource } of spansOf(id)) {
        expect(resource).to.include({
          "service.name": objectName(platform.stack),
          "service.instance.id": replica,
        });
      }
      const lines = async () => (await platform.must("logs", "--id", id, "--json")).stdout.trim().split("\n");
      await until(async () => (await lines()).length === 2, 15_000);
    });

    it("goes on with a visitor's trace through the proxy", async () => {
      const traceId = "0af7651916cd43dd8448eb211c80319c";
      await count({ traceparent: `00-${traceId}-b7ad6b7169203331-01` });
      await until(() => spansOf(traceId).length === 4, 15_000);
    });

    it("shows its key to the collector and to nobody else", async () => {
      expect(collector.requests.at(-1)?.headers).to.include({ "x-key": secret });
      expect(findSecrets(await collectTraces(platform), { secret })).to.deep.equal([]);
    });

    it("changes nothing on a second `up`", async () => {
      expect((await platform.must("up")).output).to.match(saysNoChanges(engine));
    });

    it("counts on, says so once and sends nothing where its way out is gone", async () => {
      const outside = platform.docker.getNetwork(objectName(platform.stack, "outside"));
      const [replica = ""] = await platform.containers("service");
      await until(() => collector.requests.length > 0);
      await outside.disconnect({ Container: replica });
      const ids = [await count(), await count()];
      const said = async () => (await platform.must("logs", "--level", "warn", "--json")).stdout;
      await until(async () => (await said()).includes("cannot send traces"), 40_000);
      expect((await said()).match(/cannot send traces/g)).to.have.length(1);
      expect(ids.flatMap(spansOf)).to.deep.equal([]);
    });
  });
}
