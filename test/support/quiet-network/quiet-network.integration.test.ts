import { expect } from "chai";
import type { Browser } from "playwright-core";
import { connectDocker } from "../../../stack/containers/docker.ts";
import { servePage } from "../../service/page/served-page.ts";
import { startBrowser, startBrowserAtHome } from "../browser.ts";
import { until } from "../until.ts";
import { canMakeNetworks } from "./quiet-network.ts";

describe("a browser in a network of its own", function () {
  this.timeout(60_000);
  const browsers: Browser[] = [];
  let service: Awaited<ReturnType<typeof servePage>>;

  before(async function () {
    if (!(await canMakeNetworks())) {
      console.log("      skipped: only root can make a network");
      this.skip();
    }
    service = await servePage();
  });
  after(async () => {
    await Promise.all(browsers.map((browser) => browser.close()));
    await service?.close();
  });

  /** A page that asks without end: how much was answered, and why requests failed. */
  async function watchRequests(browser: Browser): Promise<{ answered: number; failures: string[] }> {
    browsers.push(browser);
    const page = await browser.newPage();
    const watched = { answered: 0, failures: [] as string[] };
    page.on("requestfinished", () => {
      watched.answered += 1;
    });
    page.on("requestfailed", (request) => watched.failures.push(request.failure()?.errorText ?? ""));
    await page.goto(new URL("/livez", service.url).href);
    await page.evaluate(() => {
      const ask = async () => {
        await fetch("/livez", { cache: "no-store" }).catch(() => undefined);
        setTimeout(ask, 2);
      };
      // More than there are connections: what waits for one is given up first.
      for (let count = 0; count < 20; count += 1) void ask();
    });
    return watched;
  }

  it("does not notice what comes and goes on the machine, which disturbs one without", async () => {
    const docker = connectDocker();
    const quiet = await watchRequests(await startBrowser());
    const disturbed = await watchRequests(await startBrowserAtHome());
    await until(async () => {
      const network = await docker.createNetwork({ Name: `tally-test-${process.pid}-quiet` });
      await network.remove();
      return disturbed.failures.includes("net::ERR_NETWORK_CHANGED");
    }, 40_000);
    const { answered } = quiet;
    await until(() => quiet.answered > answered);
    expect(quiet.failures).to.deep.equal([]);
  });
});
