import { expect } from "chai";
import type { Browser } from "playwright-core";
import { servePage } from "../service/page/served-page.ts";
import { startBrowser } from "./browser.ts";
import { openPage, type WatchedPage } from "./watched-page.ts";

/** That the tests of the page would notice what they say is not there. */
describe("openPage", function () {
  this.timeout(20_000);
  let browser: Browser;
  let service: Awaited<ReturnType<typeof servePage>>;
  let opened: WatchedPage;

  before(async () => {
    [browser, service] = await Promise.all([startBrowser(), servePage()]);
  });
  beforeEach(async () => {
    opened = await openPage(browser, service.url);
    expect(opened.complaints).to.deep.equal([]);
  });
  afterEach(() => opened.close());
  after(async () => {
    await browser?.close();
    await service?.close();
  });

  it("notices an inline script, which the policy stops", async () => {
    const ran = await opened.page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "globalThis.ran = true";
      document.body.append(script);
      return Reflect.has(globalThis, "ran");
    });
    expect(ran).to.equal(false);
    expect(opened.complaints.join()).to.contain("Content Security Policy");
  });

  it("notices a style attribute in markup, which the policy stops", async () => {
    const colour = await opened.page.evaluate(() => {
      document.body.insertAdjacentHTML("beforeend", '<p id="styled" style="color: red">red</p>');
      return getComputedStyle(document.getElementById("styled") as HTMLElement).color;
    });
    expect(colour).not.to.equal("rgb(255, 0, 0)");
    expect(opened.complaints.join()).to.contain("Content Security Policy");
  });

  it("notices a picture from another host, which the policy stops", async () => {
    await opened.page.evaluate(async () => {
      const image = new Image();
      image.src = "http://192.0.2.1/picture.png";
      await image.decode().catch(() => undefined);
    });
    expect(opened.complaints.join()).to.contain("192.0.2.1");
  });

  it("notices a file that is missing", async () => {
    await opened.page.evaluate(() => fetch("/nothing-here"));
    expect(opened.complaints.join()).to.contain("404");
  });

  it("notices an exception", async () => {
    const thrown = opened.page.waitForEvent("pageerror");
    await opened.page.evaluate(() => {
      setTimeout(() => {
        throw new Error("in the page");
      });
    });
    await thrown;
    expect(opened.complaints).to.deep.equal(["Error: in the page"]);
  });

  it("notices what a screen reader cannot name", async () => {
    expect(await opened.barriers()).to.deep.equal([]);
    await opened.page.evaluate(() => document.querySelector("label")?.remove());
    expect((await opened.barriers()).join()).to.contain("label: <input");
  });
});
