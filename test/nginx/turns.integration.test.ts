import { expect } from "chai";
import { renderRoutes } from "../../nginx/render.ts";
import { switchRoutes } from "../../nginx/switch.ts";
import { createTestNetwork, type TestNetwork, type Upstream } from "./test-network.ts";

const settings = { servicePort: 8000, requestTimeoutSeconds: 30, maxBodyKilobytes: 64 };

describe("renderTurns", function () {
  this.timeout(30_000);
  let network: TestNetwork;
  let upstreams: readonly Upstream[];

  before(async () => {
    network = await createTestNetwork();
    upstreams = await Promise.all(["a", "b", "c"].map(() => network.startUpstream("same")));
    for (const [index, upstream] of upstreams.entries()) {
      await upstream.behave({ release: "same", headers: { "X-Replica": String(index) } });
    }
  });
  after(() => network.dispose());

  async function take(replicasAtOnce: number | undefined): Promise<void> {
    const given = replicasAtOnce === undefined ? settings : { ...settings, replicasAtOnce };
    await switchRoutes(network.proxy, { routes: renderRoutes(upstreams, given), release: "same" });
  }

  /**
   * How often another replica answered than before, until each of them has, and in how many tenths of a
   * second. Those that are asked together answer within few, however busy the machine is.
   */
  async function changesUntilAllAnswered(ask: () => Promise<Response>, together = 1) {
    const startMs = Date.now();
    const answered: (string | null)[] = [];
    while (new Set(answered).size < upstreams.length || answered.length < 100) {
      const asked = Array.from({ length: together }, async () => {
        answered.push((await ask()).headers.get("X-Replica"));
      });
      await Promise.all(asked);
    }
    const changes = answered.filter((replica, index) => index > 0 && replica !== answered[index - 1]).length;
    return { changes, tenths: Math.ceil((Date.now() - startMs) / 100) + 1 };
  }

  const post = (path: string) => fetch(`${network.url}${path}`, { method: "POST" });
  const hits = {
    "GET /count": () => network.ask("/count"),
    "POST /vote": () => post("/vote"),
    "POST /api/v1/counters/blog/post/hit": () => post("/api/v1/counters/blog/post/hit"),
  };

  for (const [name, ask] of Object.entries(hits)) {
    it(`gives ${name} to one replica for a tenth of a second, and to all in the end`, async () => {
      await take(1);
      const { changes, tenths } = await changesUntilAllAnswered(ask);
      expect(changes).to.be.at.most(tenths);
    });
  }

  for (const [name, replicasAtOnce, ask] of [
    ["what counts nothing", 1, () => network.ask("/api/v1/counters/blog/post")],
    ["hits, where two may have them at once,", 2, hits["GET /count"]],
    ["hits, where all may have them at once,", 3, hits["GET /count"]],
    ["hits, where nothing is said of it,", undefined, hits["GET /count"]],
  ] as const) {
    it(`gives ${name} to another replica much sooner`, async () => {
      await take(replicasAtOnce);
      const { changes, tenths } = await changesUntilAllAnswered(ask, 20);
      expect(changes).to.be.above(tenths);
    });
  }
});
