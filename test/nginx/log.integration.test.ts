import { expect } from "chai";
import { renderRoutes } from "../../nginx/render.ts";
import type { LogLevel } from "../../nginx/settings.ts";
import { switchRoutes } from "../../nginx/switch.ts";
import { connectDocker } from "../../stack/containers/docker.ts";
import { until } from "../support/until.ts";
import { createTestNetwork, type TestNetwork } from "./test-network.ts";

const settings = { servicePort: 8000, requestTimeoutSeconds: 30, maxBodyKilobytes: 64 };
const levels = [undefined, "trace", "info", "warn", "error", "fatal", "silent"] as const;

/** The levels that paths have in the log, by path. */
type Logged = ReadonlyMap<string, string>;

describe("renderLog", function () {
  this.timeout(30_000);
  let network: TestNetwork;
  let logged: Logged;

  before(async () => {
    network = await createTestNetwork();
    const upstream = await network.startUpstream("same");
    await upstream.behave({
      release: "same",
      statusOf: Object.fromEntries(levels.map((level) => [`/${level}/failed`, 500])),
    });
    const take = (logLevel: LogLevel | undefined) =>
      switchRoutes(network.proxy, {
        routes: renderRoutes([upstream], logLevel === undefined ? settings : { ...settings, logLevel }),
        release: "same",
      });
    for (const level of levels) {
      await take(level);
      for (const outcome of ["well", "failed"]) await network.ask(`/${level}/${outcome}`);
    }
    await take(undefined);
    await network.ask("/last");
    await until(async () => {
      logged = await readLogged();
      return logged.has("/last");
    });
  });
  after(() => network.dispose());

  async function readLogged(): Promise<Logged> {
    const output = await connectDocker().getContainer(network.proxy.name).logs({ stdout: true });
    const lines = String(output).match(/\{.*\}/g) ?? [];
    return new Map(lines.map((line) => JSON.parse(line)).map(({ path, level }) => [path, level]));
  }

  for (const level of levels) {
    const wanted = {
      well: ["warn", "error", "fatal", "silent"].includes(String(level)) ? undefined : "info",
      failed: ["fatal", "silent"].includes(String(level)) ? undefined : "error",
    };
    for (const [outcome, as] of Object.entries(wanted)) {
      const request = outcome === "well" ? "a request that went well" : "a request that failed";
      it(`logs ${request} ${as === undefined ? "not at all" : `as ${as}`} from level ${level} on`, () => {
        expect(logged.get(`/${level}/${outcome}`)).to.equal(as);
      });
    }
  }
});
