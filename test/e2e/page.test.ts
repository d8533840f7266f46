import { expect } from "chai";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { artefactPath, startBrowser } from "../support/browser.ts";
import { anyEngine } from "../support/engines.ts";
import { createPlatform, type Platform } from "../support/platform.ts";
import { openPage, type WatchedPage } from "../support/watched-page.ts";

const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

for (const engine of anyEngine) {
  describe(`the page, deployed by the ${engine} engine, in Chromium`, function () {
    this.timeout(120_000);
    let platform: Platform;
    let browser: Browser;
    let windows: WatchedPage[] = [];

    before(async () => {
      browser = await startBrowser();
      platform = await createPlatform(engine, { replicas: 2, gateWatch: 1 });
      await platform.must("up");
    });
    after(async () => {
      await browser?.close();
      await platform?.dispose();
    });
    afterEach(async () => {
      for (const opened of windows) await opened.close();
      windows = [];
    });

    async function visit(options: BrowserContextOptions = {}): Promise<WatchedPage> {
      const opened = await openPage(browser, `${platform.url}/`, options);
      windows.push(opened);
      opened.page.setDefaultTimeout(10_000);
      return opened;
    }

    const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
    const shows = (page: Page, id: string, value: number) =>
      page.locator(`#${id}[value="${value}"]`).waitFor();
    const isLive = (page: Page) => page.locator("#live", { hasText: /^Live$/ }).waitFor();
    const stored = async (key: string) => Number(await platform.redisCli("GET", key));

    it("comes complete with less than 100 KB, all of it from its own host", async () => {
      const { page, complaints, requests, transferredBytes } = await visit();
      await isLive(page);
      await page.locator("img.badge").evaluate((image: HTMLImageElement) => image.decode());
      expect(await page.locator(".chart canvas").count()).to.equal(2);
      expect(transferredBytes()).to.be.within(20_000, 100_000);
      for (const url of requests) expect(url).to.match(new RegExp(`^(data:|${platform.url}/)`));
      expect(complaints).to.deep.equal([]);
    });

    it("keeps its files for the next look", async () => {
      const { page, reload, transferredBytes } = await visit();
      await isLive(page);
      await reload();
      await isLive(page);
      expect(transferredBytes()).to.be.below(20_000);
    });

    it("shows a vote of one window in another, and its undoing", async () => {
      const votes = await stored("votes");
      const [one, other] = [await visit(), await visit()];
      await Promise.all([isLive(one.page), isLive(other.page)]);
      await button(one.page, "Vote").click();
      await shows(other.page, "votes", votes + 1);
      await shows(one.page, "votes", votes + 1);
      await button(one.page, "Undo my vote").click();
      await shows(other.page, "votes", votes);
      expect(await stored("votes")).to.equal(votes);
      expect([...one.complaints, ...other.complaints]).to.deep.equal([]);
    });

    it("counts a look at the page in all windows, today's number included", async () => {
      const { page } = await visit();
      await isLive(page);
      const before = await stored("total_visitors");
      await shows(page, "page-views", before);
      const today = Number(await page.locator("#page-views-today").getAttribute("value"));
      await visit();
      const after = await stored("total_visitors");
      expect(after).to.be.above(before);
      await shows(page, "page-views", after);
      await shows(page, "page-views-today", today + after - before);
      expect(await page.locator("#visitors").getAttribute("value")).to.equal("1");
    });

    const appearances: Record<string, BrowserContextOptions> = {
      light: { colorScheme: "light" },
      dark: { colorScheme: "dark" },
      phone,
    };

    for (const [name, options] of Object.entries(appearances)) {
      it(`has no barriers and fits its window: ${name}`, async () => {
        const { page, barriers } = await visit(options);
        await isLive(page);
        await page.screenshot({ path: await artefactPath(`page-${name}.png`), fullPage: true });
        for (const summary of await page.locator("summary").all()) await summary.click();
        expect(await barriers()).to.deep.equal([]);
        const [content, window] = await page.evaluate(() => [
          document.documentElement.scrollWidth,
          document.documentElement.clientWidth,
        ]);
        expect(content).to.equal(window);
      });
    }

    it("stays open through a deployment and goes on live", async () => {
      const { page, complaints, requests } = await visit();
      await isLive(page);
      await platform.project.edit("service/page/home.ts", "Welcome", "A warm welcome");
      await platform.must("up");
      expect(await (await platform.fetch("/", { method: "GET" })).text()).to.contain("A warm welcome");

      const votes = await stored("votes");
      await platform.fetch("/vote", { method: "POST" });
      await shows(page, "votes", votes + 1);
      await button(page, "Vote").click();
      await shows(page, "votes", votes + 2);
      await isLive(page);
      // The same page all the while, which has come back to its stream.
      expect(await page.locator("h1").textContent()).to.equal("Welcome to Tally");
      expect(requests.filter((url) => url.includes("/api/v1/live")).length).to.be.above(1);
      expect(complaints).to.deep.equal([]);
    });

    it("shows counts and takes votes without JavaScript", async () => {
      const votes = await stored("votes");
      const { page, complaints } = await visit({ javaScriptEnabled: false });
      await button(page, "Vote").click();
      await shows(page, "votes", votes + 1);
      expect(new URL(page.url()).pathname).to.equal("/");
      await button(page, "Undo my vote").click();
      await shows(page, "votes", votes);
      await page.getByText("As a table: the last four weeks").click();
      expect(await page.getByRole("row").count()).to.equal(29);
      expect(await page.locator(".chart").first().isVisible()).to.equal(false);
      expect(complaints).to.deep.equal([]);
    });

    it("can be used with the keyboard alone", async () => {
      const { page } = await visit();
      await isLive(page);
      const votes = await stored("votes");
      await page.keyboard.press("Tab");
      expect(await focused(page)).to.equal("Vote");
      expect(
        await page.locator(":focus").evaluate((element) => getComputedStyle(element).outlineStyle),
      ).to.equal("solid");
      await page.keyboard.press("Enter");
      await shows(page, "votes", votes + 1);
      await button(page, "Undo my vote").waitFor();
      await page.keyboard.press("Tab");
      expect(await focused(page)).to.equal("Undo my vote");
      await page.keyboard.press("Space");
      await shows(page, "votes", votes);
    });

    it("is dark for whoever likes it dark", async () => {
      const ground = async (colorScheme: "light" | "dark") => {
        const { page } = await visit({ colorScheme });
        return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      };
      expect(await ground("light")).to.equal("rgb(250, 248, 244)");
      expect(await ground("dark")).to.equal("rgb(23, 22, 20)");
    });

    it("moves nothing for whoever does not want it", async () => {
      const { page } = await visit({ reducedMotion: "reduce" });
      await isLive(page);
      await visit();
      const changed = page.locator("#page-views.changed");
      await changed.waitFor();
      expect(await changed.evaluate((element) => getComputedStyle(element).animationName)).to.equal("none");
    });
  });
}

const focused = (page: Page) => page.locator(":focus").textContent();
