import { expect } from "chai";
import { renderBadge, renderMissingBadge } from "../../../service/badges/badge.ts";
import { cssColors } from "../../../service/badges/css-colors.ts";

const plain = { style: "flat" } as const;

const widthOf = (svg: string) => Number(/^<svg [^>]*width="([\d.]+)"/.exec(svg)?.[1]);
const textsOf = (svg: string) => [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

describe("renderBadge", () => {
  it("shows the label and the number, grouped for people, with all its digits", () => {
    const svg = renderBadge(2n ** 63n - 1n, "visits", plain);
    expect(textsOf(svg)).to.include.members(["visits", "9,223,372,036,854,775,807"]);
  });

  it("is as wide as its texts are in the font that it names", () => {
    const [narrow = 0, wide = 0] = ["iiii", "WWWW"].map((label) => widthOf(renderBadge(1n, label, plain)));
    // Verdana's i is 0.274 of its size wide and its W 0.989; the size is 11.
    expect(wide - narrow).to.be.closeTo(4 * 11 * (0.989 - 0.274), 2);
    const million = widthOf(renderBadge(1_000_000n, "iiii", plain));
    // Six more digits of 0.636 and two commas of 0.364.
    expect(million - narrow).to.be.closeTo(11 * (6 * 0.636 + 2 * 0.364), 2);
  });

  it("escapes its texts", () => {
    const svg = renderBadge(1n, `<script>alert("1")</script>&'`, plain);
    expect(svg).to.not.include("<script");
    expect(svg).to.include("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&apos;");
  });

  it("has the colours that it is given", () => {
    const svg = renderBadge(1n, "visits", { style: "flat", color: "123456", labelColor: "red" });
    expect(svg).to.include("#123456").and.to.include("#dd4343");
  });

  it("knows every colour that CSS has a name for", () => {
    const none = renderBadge(1n, "visits", { style: "flat", color: "no-such-colour" });
    const unknown = cssColors.filter((color) => renderBadge(1n, "visits", { style: "flat", color }) === none);
    expect(unknown).to.deep.equal([]);
  });

  for (const [style, sign] of [
    ["flat", /rx="3"/],
    ["flat-square", /shape-rendering="crispEdges"/],
    ["plastic", /rx="4"/],
    ["for-the-badge", /height="28"/],
    ["social", />Visits</],
  ] as const) {
    it(`has the style ${style}`, () => {
      expect(renderBadge(1n, "visits", { style })).to.match(sign);
    });
  }

  it("has another label where one is given, or none", () => {
    expect(textsOf(renderBadge(1n, "visits", { style: "flat", label: "Bücher 📚" }))).to.include("Bücher 📚");
    expect(textsOf(renderBadge(1n, "visits", { style: "flat", label: "" }))).to.not.include("visits");
  });
});

describe("renderMissingBadge", () => {
  it("says that there is no such counter", () => {
    expect(textsOf(renderMissingBadge("visits", plain))).to.include.members(["visits", "not found"]);
  });
});
