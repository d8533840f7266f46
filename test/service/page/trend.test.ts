import { expect } from "chai";
import { lastBuckets, renderTrend } from "../../../service/page/trend.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const midnight = Date.UTC(2026, 2, 1);

describe("lastBuckets", () => {
  it("ends with the bucket of this moment and has no gaps", () => {
    const counted = [
      { start: midnight - 3 * dayMs, count: 7n },
      { start: midnight, count: 5n },
    ];
    expect(lastBuckets(counted, "day", 4, midnight + dayMs - 1)).to.deep.equal([
      { start: midnight - 3 * dayMs, count: 7n },
      { start: midnight - 2 * dayMs, count: 0n },
      { start: midnight - dayMs, count: 0n },
      { start: midnight, count: 5n },
    ]);
  });

  it("leaves out what is older", () => {
    const counted = [{ start: midnight - 2 * hourMs, count: 9n }];
    expect(lastBuckets(counted, "hour", 2, midnight)).to.deep.equal([
      { start: midnight - hourMs, count: 0n },
      { start: midnight, count: 0n },
    ]);
  });
});

describe("renderTrend", () => {
  it("is a table that names its columns, in UTC", () => {
    const html = renderTrend({
      by: "day",
      caption: "The last two days",
      buckets: [
        { start: midnight - dayMs, count: 1234n },
        { start: midnight, count: 0n },
      ],
    });
    expect(html).to.contain("<caption>Page views, the last two days (UTC)</caption>");
    expect(html).to.contain('<th scope="col">Day</th>');
    expect(html).to.contain(
      '<th scope="row"><time datetime="2026-02-28T00:00:00.000Z">28 Feb</time></th><td><data value="1234">1,234</data></td>',
    );
    expect(html).to.contain('>1 Mar</time></th><td><data value="0">0</data>');
  });

  it("writes hours as a clock does", () => {
    const html = renderTrend({
      by: "hour",
      caption: "Today",
      buckets: [{ start: midnight + hourMs, count: 1n }],
    });
    expect(html).to.contain(">01:00</time>");
  });

  it("abbreviates days as the browser does for the chart", () => {
    const inBrowsers = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short" });
    for (let month = 0; month < 12; month += 1) {
      const start = Date.UTC(2026, month, month + 1);
      const html = renderTrend({ by: "day", caption: "A day", buckets: [{ start, count: 1n }] });
      expect(html).to.contain(`>${inBrowsers.format(start)}</time>`);
    }
  });
});
