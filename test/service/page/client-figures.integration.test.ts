import { expect } from "chai";
import { useVisitedPage } from "./visited-page.ts";

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
describe("figures on the page in a browser", function () {
  this.timeout(60_000);
  const at = useVisitedPage();

  it("shows a dash for a counter that breaks, and its number when it is mended", async () => {
    const { counters } = at.service;
    const { read } = counters;
    counters.counts.votes = 41n;
    await at.visit();
    await at.shows("#votes", /^41$/);
    counters.read = async (names) =>
      (await read(names)).map((one) => (one.name.key === "votes" ? { ...one, value: undefined } : one));
    await at.shows("#votes", /^–$/);
    counters.read = read;
    await at.shows("#votes", /^41$/);
  });

  it("shows every digit of a large number", async () => {
    await at.visit();
    at.service.counters.counts.votes = 2n ** 63n - 1n;
    await at.shows("#votes", "9,223,372,036,854,775,807");
  });

  it("breaks a number that is too wide for a phone between its groups, if at all", async () => {
    const counts = at.service.counters.counts;
    counts.votes = -(2n ** 63n);
    await at.visit({ viewport: { width: 220, height: 700 } });
    for (const value of [counts.votes, counts.votes + 1n]) {
      counts.votes = value;
      await at.page.locator(`#votes[value="${value}"]`).waitFor();
      expect(await at.page.evaluate(brokenGroups)).to.deep.equal([]);
    }
  });

  it("keeps today's number, the chart's table and the total in step", async () => {
    await at.visit();
    at.service.counters.counts.pageViews += 1233n;
    await at.shows("#page-views", "1,234");
    await at.shows("#page-views-today", "1,233");
    const last = at.page.locator("figure[data-by=day] tbody tr").last();
    expect(await last.locator("data").getAttribute("value")).to.equal("1233");
  });

  it("comes back to a stream that was refused", async () => {
    await at.visit();
    await at.shows("#live", /^Live$/);
    let refusals = 1;
    await at.page.route("**/api/v1/live**", (route) =>
      refusals-- > 0 ? route.fulfill({ status: 503 }) : route.continue(),
    );
    at.service.live.endStreams();
    await at.shows("#live", "Reconnecting…");
    await at.shows("#live", /^Live$/);
    expect(refusals).to.be.below(0);
  });

  it("holds no connection while nobody looks, and catches up after", async () => {
    await at.visit();
    await at.shows("#live", "Live");
    await at.hide();
    at.service.counters.counts.visits = 7n;
    await at.unhide();
    await at.shows("#visits", /^7$/);
  });

  it("says what a bar stands for", async () => {
    await at.visit();
    at.service.counters.counts.pageViews += 3n;
    await at.shows("#page-views-today", /^3$/);
    const chart = at.page.locator("figure[data-by=day] .chart");
    const { width = 0 } = (await chart.boundingBox()) ?? {};
    await chart.hover({ position: { x: width - 30, y: 90 } });
    await at.shows("figure[data-by=day] .readout", /^\d+ \w{3}: 3$/);
  });

  it("copies a snippet that has the address of the page", async () => {
    await at.visit({ permissions: ["clipboard-read", "clipboard-write"] });
    await at.button("Copy the Markdown").click();
    await at.shows("#copied", "Copied.");
    const copied = await at.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).to.equal(`[![visits](${at.service.url}badge/tally/visits.svg)](${at.service.url})`);
  });

  it("copies where browsers keep the clipboard from pages", async () => {
    await at.visit({ permissions: ["clipboard-read"] });
    await at.page.evaluate(() =>
      Object.defineProperty(navigator.clipboard, "writeText", { value: undefined }),
    );
    await at.button("Copy the HTML").click();
    await at.shows("#copied", "Copied.");
    expect(await at.page.evaluate(() => navigator.clipboard.readText())).to.match(
      /^<a href=.*<img src=.*<\/a>$/,
    );
  });

  it("is alive without the chart's library", async () => {
    await at.visit();
    await at.page.route("**/assets/uplot.*", (route) => route.abort());
    await at.opened.reload();
    at.service.counters.counts.visits = 9n;
    await at.shows("#visits", /^9$/);
  });
});
