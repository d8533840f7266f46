import { expect } from "chai";
import { until } from "../../support/until.ts";
import { servePage } from "./served-page.ts";
import { useVisitedPage } from "./visited-page.ts";

/** Looks at a page that the browser has loaded before somebody went there. */
describe("a page that was loaded ahead in a browser", function () {
  this.timeout(60_000);
  const at = useVisitedPage();
  let weights: bigint[];

  function keepWeights(): void {
    const { counters } = at.service;
    const { pageView } = counters;
    weights = [];
    counters.pageView = (weight, visitor) => {
      weights.push(weight);
      return pageView(weight, visitor);
    };
  }

  /** Has the browser load the page ahead. */
  async function prefetch(): Promise<void> {
    keepWeights();
    // The page itself forbids rules that are written into it.
    await at.visit({ bypassCSP: true });
    await at.page.evaluate(() => {
      const rules = document.createElement("script");
      rules.type = "speculationrules";
      rules.text = JSON.stringify({ prefetch: [{ urls: ["/?ahead"], eagerness: "immediate" }] });
      document.head.append(rules);
    });
    await until(() => weights.length === 2);
  }

  async function follow(): Promise<void> {
    await at.page.evaluate(() => location.assign("/?ahead"));
    await at.page.waitForURL("**/?ahead");
    await at.shows("#live", "Live");
  }

  it("is counted when somebody goes there", async () => {
    await prefetch();
    expect(weights).to.deep.equal([1n, 0n]);
    await follow();
    await until(() => weights.length > 2);
    await at.shows("#page-views", /^2$/);
    await at.shows("#live", "Live");
    expect(weights).to.deep.equal([1n, 0n, 1n]);
  });

  it("is counted once where prefetches count", async () => {
    await at.service.close();
    at.service = await servePage({ hits: { countPrefetches: true } });
    await prefetch();
    await follow();
    expect(weights).to.deep.equal([1n, 1n]);
  });

  it("is counted when it is shown that was prerendered", async () => {
    await at.visit();
    keepWeights();
    await at.page.addInitScript(() => Object.defineProperty(document, "prerendering", { value: true }));
    await at.page.setExtraHTTPHeaders({ "Sec-Purpose": "prefetch;prerender" });
    await at.page.reload();
    expect(weights).to.deep.equal([0n]);
    await at.page.setExtraHTTPHeaders({});
    await at.page.evaluate(() => document.dispatchEvent(new Event("prerenderingchange")));
    await until(() => weights.length > 1);
    await at.shows("#page-views", /^2$/);
    expect(weights).to.deep.equal([0n, 1n]);
  });
});
