import { expect } from "chai";
import { renderBadge } from "../../../service/page/badge.ts";

describe("renderBadge", () => {
  const html = renderBadge("https://tally.example", true);

  it("shows the badge without counting a visit", () => {
    expect(html).to.contain('src="/badge/tally/visits.svg?count=false"');
  });

  it("has a snippet for Markdown and one for HTML, which count", () => {
    expect(html).to.contain(
      'value="[![visits](https://tally.example/badge/tally/visits.svg)](https://tally.example/)"',
    );
    expect(html).to.contain("&lt;img src=&quot;https://tally.example/badge/tally/visits.svg&quot;");
  });

  it("promises no visit where hitting needs a key", () => {
    expect(html).to.contain("counts a visit");
    expect(renderBadge("https://tally.example", false)).not.to.contain("counts a visit");
  });

  it("cannot be broken by an origin", () => {
    expect(renderBadge('"><script>', true)).not.to.contain("<script>");
  });
});
