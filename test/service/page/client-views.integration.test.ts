import { expect } from "chai";
import { useVisitedPage, visitedAtMs } from "./visited-page.ts";

const [hourMs, dayMs] = [3_600_000, 86_400_000];

/** Which views the charts show in which hour and on which day. */
describe("views over time on the page in a browser", function () {
  this.timeout(60_000);
  const at = useVisitedPage();

  /** Only the browser's clock: the service's stays. */
  async function moveClock(ms: number): Promise<number> {
    const nowMs = visitedAtMs + ms;
    await at.page.clock.setFixedTime(nowMs);
    return nowMs;
  }

  /** What the service has counted by then, one of it since it read the history. */
  function keepHistory(
    value: bigint,
    nowMs: number,
    hours: readonly (readonly [ago: number, count: bigint])[],
  ) {
    at.service.counters.counts.pageViews = value;
    at.service.counters.history = async () => ({
      value: value - 1n,
      hours: hours.map(([ago, count]) => ({ start: nowMs - (nowMs % hourMs) - ago * hourMs, count })),
      beforeHours: 0n,
      days: [{ start: nowMs - (nowMs % dayMs), count: 2n ** 53n + 1n }],
      beforeDays: 0n,
    });
  }

  async function countsBy(by: "hour" | "day"): Promise<(string | null)[]> {
    const rows = await at.page.locator(`figure[data-by=${by}] tbody data`).all();
    return await Promise.all(rows.map((row) => row.getAttribute("value")));
  }

  it("begins a new day at midnight", async () => {
    await at.visit();
    await at.shows("#live", "Live");
    at.service.counters.counts.pageViews += 5n;
    await at.shows("#page-views-today", /^5$/);
    const tomorrow = await moveClock(dayMs);
    keepHistory(8n, tomorrow, []);
    await at.shows("#page-views-today", "9,007,199,254,740,994");
    const days = at.page.locator("figure[data-by=day] time");
    expect(await days.count()).to.equal(28);
    const date = new Date(tomorrow).toISOString().slice(0, 10);
    expect(await days.last().getAttribute("datetime")).to.contain(date);
  });

  it("shows in its hour what was counted while nobody looked, and the latest in this hour", async () => {
    await at.visit();
    await at.shows("#live", "Live");
    await at.hide();
    keepHistory(10n, await moveClock(5 * hourMs), [
      [3, 6n],
      [0, 2n],
    ]);
    await at.unhide();
    await at.shows("#page-views", /^10$/);
    await at.page
      .locator("figure[data-by=hour] tbody tr:last-child data[value='3']")
      .waitFor({ state: "attached" });
    expect((await countsBy("hour")).slice(-6)).to.deep.equal(["0", "0", "6", "0", "0", "3"]);
    expect((await countsBy("day")).at(-1)).to.equal(String(2n ** 53n + 2n));
  });

  it("asks again where the history did not arrive", async () => {
    await at.visit();
    await at.shows("#live", "Live");
    let refusals = 2;
    await at.page.route("**/history", (route) =>
      refusals-- > 0 ? route.fulfill({ status: 503 }) : route.continue(),
    );
    keepHistory(10n, await moveClock(hourMs), []);
    await at.shows("#page-views", /^10$/);
    await at.shows("#page-views-today", "9,007,199,254,740,994");
    expect(refusals).to.be.below(0);
  });

  it("asks for nothing while the hour lasts", async () => {
    await at.visit();
    await at.shows("#live", "Live");
    await at.hide();
    at.service.counters.counts.pageViews = 5n;
    await at.unhide();
    await at.shows("#page-views-today", /^4$/);
    expect(at.opened.requests.filter((url) => url.endsWith("/history"))).to.deep.equal([]);
  });
});
