import { expect } from "chai";
import type { Browser } from "playwright-core";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { loadHost } from "../../../stack/machine/host.ts";
import { servePage } from "../../service/page/served-page.ts";
import { startBrowser, startBrowserAtHome } from "../browser.ts";
import { until } from "../until.ts";

describe("a browser in a network of its own", function () {
  this.timeout(60_000);
  const browsers: Browser[] = [];
  let service: Awaited<ReturnType<typeof servePage>>;

  before(async function () {
    if (!(await loadHost()).root) {
      console.log("      skipped: only root can make a network");
      this.skip();
    }
    service = await servePage();
  });
  after(async () => {
    await Promise.all(browsers.map((browser) => browser.close()));
    await service?.close();
  });

  /** Why requests of a page fail that asks without end, as they do. */
  async function watchRequests(browser: Browser): Promise<string[]> {
    browsers.push(browser);
    const page = await browser.newPage();
    const failures: string[] = [];
    page.on("requestfailed", (request) => failures.push(request.failure()?.errorText ?? ""));
    await page.goto(new URL("/livez", service.url).href);
    await page.evaluate(() => {
      setInterval(() => fetch("/livez", { cache: "no-store" }).catch(() => undefined), 2);
    });
    return failures;
  }

  it("does not notice what comes and goes on the machine, which disturbs one without", async () => {
    const docker = connectDocker();
    const quiet = await watchRequests(await startBrowser());
    const disturbed = await watchRequests(await startBrowserAtHome());
    await until(async () => {
      const network = await docker.createNetwork({ Name: `tally-test-${process.pid}-quiet` });
      await network.remove();
      return disturbed.includes("net::ERR_NETWORK_CHANGED");
    }, 40_000);
    expect(quiet).to.deep.equal([]);
  });
});
