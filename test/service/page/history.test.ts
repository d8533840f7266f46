import { expect } from "chai";
import { renderHistory } from "../../../service/page/history.ts";

const nowMs = Date.UTC(2026, 2, 1, 15, 30);
const hour = Date.UTC(2026, 2, 1, 15);
const day = Date.UTC(2026, 2, 1);

const history = {
  value: 100n,
  hours: [{ start: hour, count: 4n }],
  days: [{ start: day, count: 9n }],
};

describe("renderHistory", () => {
  it("adds to the current hour and day what was counted after the history was read", () => {
    const html = renderHistory({ pageViews: 102n, history, visitors: undefined, nowMs });
    expect(html).to.contain('<data id="page-views-today" value="11">');
    expect(html).to.contain('15:00</time></th><td><data value="6">');
    expect(html).to.contain('1 Mar</time></th><td><data value="11">');
  });

  it("shows no number below nought after a counter was set back", () => {
    const html = renderHistory({ pageViews: 0n, history, visitors: undefined, nowMs });
    expect(html).to.contain('<data id="page-views-today" value="0">');
    expect(html).not.to.contain('value="-');
  });

  it("says that unique visitors are an estimate", () => {
    const visitors = { total: 1234, days: [{ start: day, visitors: 12 }] };
    const html = renderHistory({ pageViews: 100n, history, visitors, nowMs });
    expect(html).to.contain('<small>about</small> <data id="visitors-today" value="12">12</data>');
    expect(html).to.contain('<small>about</small> <data id="visitors" value="1234">1,234</data>');
  });

  it("speaks of no visitors where they are not counted", () => {
    expect(renderHistory({ pageViews: 100n, history, visitors: undefined, nowMs })).not.to.match(
      /visitor|about/i,
    );
  });
});
