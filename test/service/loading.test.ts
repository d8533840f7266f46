import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const service = (script: string) => fileURLToPath(new URL(`../../service/${script}`, import.meta.url));

/** Ends a script that uses Intl, and lists the parts of Node that are loaded at the end. */
const watch = `
  for (const name of ["NumberFormat", "DateTimeFormat"])
    Intl[name] = function () { throw new Error("asked Intl for a " + name); };
  process.once("exit", () => console.error(process.moduleLoadList.join()));`;

/** What a script of the service says, and has loaded, when it ends, as it has no port to use. */
function watchLoading(script: string): string {
  const args = ["--import", `data:text/javascript,${encodeURIComponent(watch)}`, service(script)];
  return spawnSync(process.execPath, args, { env: { PORT: "none" }, encoding: "utf8" }).stderr;
}

describe("what a replica loads", () => {
  for (const script of ["main.ts", "health-check.ts"]) {
    it(`is without a client for WebSockets and Intl's data, in ${script}`, () => {
      const loaded = watchLoading(script);
      expect(loaded).to.contain("NativeModule _http_server");
      expect(loaded).not.to.contain("undici");
      expect(loaded).not.to.contain("asked Intl");
    });
  }
});
