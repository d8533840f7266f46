import { readdir, readFile } from "node:fs/promises";
import { expect } from "chai";
import type { Browser } from "playwright-core";
import { servePage } from "../../service/page/served-page.ts";
import { startBrowser } from "../browser.ts";
import { freePort } from "../free-port.ts";
import { canMakeNetworks } from "./quiet-network.ts";

describe("a browser in a network of its own", function () {
  this.timeout(60_000);
  let browser: Browser;
  let service: Awaited<ReturnType<typeof servePage>>;

  before(async function () {
    if (!(await canMakeNetworks())) {
      console.log("      skipped: only root can make a network");
      this.skip();
    }
    [browser, service] = await Promise.all([startBrowser(), servePage()]);
  });
  after(async () => {
    await browser?.close();
    await service?.close();
  });

  it("has nothing there that could come or go: the loopback alone", async () => {
    for (const pid of await childrenOf(process.pid, /^(?:.*\/)?chromium\0/)) {
      const interfaces = await readFile(`/proc/${pid}/net/dev`, "utf8");
      expect([...interfaces.matchAll(/^\s*(\S+):/gm)].map(([, name]) => name)).to.deep.equal(["lo"]);
    }
  });

  it("reaches what listens on the machine's loopback, and says what does not", async () => {
    const page = await browser.newPage();
    await page.goto(service.url);
    expect(await page.title()).to.equal("Tally");
    const refused = await page
      .goto(`http://127.0.0.1:${await freePort()}/`)
      .catch((error: Error) => error.message);
    expect(refused).to.match(/ERR_SOCKS_CONNECTION_FAILED/);
  });
});

/** The processes below another one with such a command line. @throws Error when there is none */
async function childrenOf(ancestor: number, command: RegExp): Promise<string[]> {
  const parents = new Map<string, string>();
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    parents.set(pid, /^\d+ \(.*\) \S (\d+)/s.exec(stat)?.[1] ?? "");
  }
  const isBelow = (pid: string | undefined): boolean =>
    pid !== undefined && (pid === String(ancestor) || isBelow(parents.get(pid)));
  const found: string[] = [];
  for (const pid of parents.keys()) {
    const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (isBelow(pid) && command.test(line)) found.push(pid);
  }
  if (found.length === 0) throw new Error(`no process below ${ancestor} runs ${command}`);
  return found;
}
