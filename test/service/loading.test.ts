import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const service = (script: string) => fileURLToPath(new URL(`../../service/${script}`, import.meta.url));

/** The parts of Node that a script of the service has loaded when it ends, as it has no port to use. */
function partsLoadedBy(script: string): string {
  const list = "process.once('exit', () => console.error(process.moduleLoadList.join()))";
  const args = ["--import", `data:text/javascript,${list}`, service(script)];
  return spawnSync(process.execPath, args, { env: { PORT: "none" }, encoding: "utf8" }).stderr;
}

describe("what a replica loads", () => {
  for (const script of ["main.ts", "health-check.ts"]) {
    it(`is without a client for WebSockets, in ${script}`, () => {
      const loaded = partsLoadedBy(script);
      expect(loaded).to.contain("NativeModule _http_server");
      expect(loaded).not.to.contain("undici");
    });
  }
});
