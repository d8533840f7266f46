import { expect } from "chai";
import type { Browser } from "playwright-core";
import { startBrowser } from "../../support/browser.ts";
import { openPage } from "../../support/watched-page.ts";
import { servePage } from "./served-page.ts";

const phone = { viewport: { width: 360, height: 740 }, isMobile: true };

describe("the other pages in a browser", function () {
  this.timeout(20_000);
  let browser: Browser;
  let service: Awaited<ReturnType<typeof servePage>>;

  before(async () => {
    [browser, service] = await Promise.all([startBrowser(), servePage()]);
  });
  after(async () => {
    await browser?.close();
    await service?.close();
  });

  for (const path of ["count", "docs"]) {
    it(`/${path} fits a phone and has no barriers`, async () => {
      const { page, barriers, complaints, close } = await openPage(browser, service.url + path, phone);
      expect(await barriers()).to.deep.equal([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.equal(360);
      expect(complaints).to.deep.equal([]);
      await close();
    });
  }
});
