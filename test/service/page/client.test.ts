import { expect } from "chai";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { CountingPaused } from "../../../service/errors.ts";
import { startBrowser } from "../../support/browser.ts";
import { openPage, type WatchedPage } from "../../support/watched-page.ts";
import { servePage } from "./served-page.ts";

/** The groups of the number of votes that are not on one line. */
function brokenGroups(): string[] {
  const element = document.getElementById("votes") as HTMLElement;
  return [...element.childNodes].flatMap((node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const lines = new Set([...range.getClientRects()].map(({ top }) => top));
    return lines.size > 1 ? [node.textContent ?? ""] : [];
  });
}

/** What the page's own scripts do, where a deployed stack could not be made to show it. */
describe("the page in a browser", function () {
  this.timeout(20_000);
  let browser: Browser;
  let service: Awaited<ReturnType<typeof servePage>>;
  let opened: WatchedPage;
  let page: Page;

  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    service = await servePage();
  });
  afterEach(async () => {
    await opened?.close();
    await service.close();
  });

  async function visit(options: BrowserContextOptions = {}): Promise<void> {
    opened = await openPage(browser, service.url, options);
    page = opened.page;
    page.setDefaultTimeout(5000);
  }

  const shows = (selector: string, hasText: string | RegExp) => page.locator(selector, { hasText }).waitFor();
  const button = (name: string) => page.getByRole("button", { name, exact: true });

  it("sends a vote again whose answer was lost, with the same key", async () => {
    await visit();
    const keys: (string | undefined)[] = [];
    await page.route("**/vote", (route) => {
      keys.push(route.request().headers()["idempotency-key"]);
      return keys.length < 3 ? route.abort() : route.continue();
    });
    await button("Vote").click();
    await shows("#message", "Still on its way…");
    await shows("#message", "Thank you. Your vote is number 1.");
    expect(keys[0]).to.match(/^"[0-9a-f]{32}"$/);
    expect(keys.length).to.be.at.least(3);
    expect(new Set(keys).size).to.equal(1);
    expect(service.counters.counts.votes).to.equal(1n);
  });

  it("takes another key for another vote", async () => {
    await visit();
    const keys = new Set<string | undefined>();
    page.on("request", (request) => {
      if (request.method() === "POST") keys.add(request.headers()["idempotency-key"]);
    });
    await button("Vote").click();
    await shows("#message", "number 1.");
    await button("Vote").click();
    await shows("#message", "number 2.");
    expect(keys.size).to.equal(2);
  });

  it("says in words that a vote was refused", async () => {
    await visit();
    const detail = "Please come back tomorrow.";
    await page.route("**/vote", (route) => route.fulfill({ status: 429, json: { detail } }));
    await button("Vote").click();
    await shows("#message", detail);
    expect(await page.locator("#message").getAttribute("role")).to.equal("status");
  });

  it("comes alive when counting goes on after a pause", async () => {
    service.counters.failure = new CountingPaused();
    await visit();
    await shows("#paused", "Counting is paused.");
    expect(await button("Vote").isDisabled()).to.equal(true);
    service.counters.failure = undefined;
    service.counters.counts.votes = 41n;
    await shows("#votes", /^41$/);
    expect(await button("Vote").isEnabled()).to.equal(true);
    expect(await page.locator("#paused").count()).to.equal(0);
  });

  it("shows a dash for a counter that breaks, and its number when it is mended", async () => {
    const { counters } = service;
    const { read } = counters;
    counters.counts.votes = 41n;
    await visit();
    await shows("#votes", /^41$/);
    counters.read = async (names) =>
      (await read(names)).map((one) => (one.name.key === "votes" ? { ...one, value: undefined } : one));
    await shows("#votes", /^–$/);
    counters.read = read;
    await shows("#votes", /^41$/);
  });

  it("shows every digit of a large number", async () => {
    await visit();
    service.counters.counts.votes = 2n ** 63n - 1n;
    await shows("#votes", "9,223,372,036,854,775,807");
  });

  it("breaks a number that is too wide for a phone between its groups, if at all", async () => {
    const counts = service.counters.counts;
    counts.votes = -(2n ** 63n);
    await visit({ viewport: { width: 220, height: 700 } });
    for (const value of [counts.votes, counts.votes + 1n]) {
      counts.votes = value;
      await page.locator(`#votes[value="${value}"]`).waitFor();
      expect(await page.evaluate(brokenGroups)).to.deep.equal([]);
    }
  });

  it("keeps today's number, the chart's table and the total in step", async () => {
    await visit();
    service.counters.counts.pageViews += 1233n;
    await shows("#page-views", "1,234");
    await shows("#page-views-today", "1,233");
    const last = page.locator("figure[data-by=day] tbody tr").last();
    expect(await last.locator("data").getAttribute("value")).to.equal("1233");
  });

  it("begins a new day at midnight", async () => {
    await visit();
    await shows("#live", "Live");
    service.counters.counts.pageViews += 5n;
    await shows("#page-views-today", /^5$/);
    const tomorrow = Date.now() + 86_400_000;
    await page.clock.setFixedTime(tomorrow);
    service.counters.counts.pageViews += 2n;
    await shows("#page-views-today", /^2$/);
    const days = page.locator("figure[data-by=day] time");
    expect(await days.count()).to.equal(28);
    const date = new Date(tomorrow).toISOString().slice(0, 10);
    expect(await days.last().getAttribute("datetime")).to.contain(date);
  });

  it("comes back to a stream that was refused", async () => {
    await visit();
    await shows("#live", /^Live$/);
    let refusals = 1;
    await page.route("**/api/v1/live**", (route) =>
      refusals-- > 0 ? route.fulfill({ status: 503 }) : route.continue(),
    );
    service.live.endStreams();
    await shows("#live", "Reconnecting…");
    await shows("#live", /^Live$/);
    expect(refusals).to.be.below(0);
  });

  it("holds no connection while nobody looks, and catches up after", async () => {
    await visit();
    await shows("#live", "Live");
    const ended = page.waitForEvent("requestfailed", (request) => request.url().includes("/live"));
    await page.evaluate(() => {
      Object.defineProperty(document, "visibilityState", { configurable: true, value: "hidden" });
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await ended;
    service.counters.counts.visits = 7n;
    await page.evaluate(() => {
      Reflect.deleteProperty(document, "visibilityState");
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await shows("#visits", /^7$/);
  });

  it("says what a bar stands for", async () => {
    await visit();
    service.counters.counts.pageViews += 3n;
    await shows("#page-views-today", /^3$/);
    const chart = page.locator("figure[data-by=day] .chart");
    const { width = 0 } = (await chart.boundingBox()) ?? {};
    await chart.hover({ position: { x: width - 30, y: 90 } });
    await shows("figure[data-by=day] .readout", /^\d+ \w{3}: 3$/);
  });

  it("copies a snippet that has the address of the page", async () => {
    await visit({ permissions: ["clipboard-read", "clipboard-write"] });
    await button("Copy the Markdown").click();
    await shows("#copied", "Copied.");
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).to.equal(`[![visits](${service.url}badge/tally/visits.svg)](${service.url})`);
  });

  it("copies where browsers keep the clipboard from pages", async () => {
    await visit({ permissions: ["clipboard-read"] });
    await page.evaluate(() => Object.defineProperty(navigator.clipboard, "writeText", { value: undefined }));
    await button("Copy the HTML").click();
    await shows("#copied", "Copied.");
    expect(await page.evaluate(() => navigator.clipboard.readText())).to.match(
      /^<a href=.*<img src=.*<\/a>$/,
    );
  });

  it("takes votes and asks for nothing else where reading needs a key", async () => {
    await service.close();
    service = await servePage({ keys: { owner: undefined, read: "a-read-key-0123456789", hit: undefined } });
    await visit();
    await button("Vote").click();
    await shows("#votes", /^1$/);
    expect(opened.requests.filter((url) => /\/api\/|\/badge\//.test(url))).to.deep.equal([]);
    expect(opened.complaints).to.deep.equal([]);
  });

  it("is alive without the chart's library", async () => {
    await visit();
    await page.route("**/assets/uplot.*", (route) => route.abort());
    await opened.reload();
    service.counters.counts.visits = 9n;
    await shows("#visits", /^9$/);
  });
});
