import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { startBrowser } from "../../support/browser.ts";
import { openPage, type WatchedPage } from "../../support/watched-page.ts";
import { servePage } from "./served-page.ts";

/** When the page is visited: no hour and no day ends meanwhile. */
export const visitedAtMs = Date.UTC(2030, 0, 15, 12, 30);

/** The page in a browser, with what serves it: anew for each test of a `describe`. */
export interface VisitedPage {
  service: Awaited<ReturnType<typeof servePage>>;
  opened: WatchedPage;
  readonly page: Page;
  visit(options?: BrowserContextOptions): Promise<void>;
  /** Waits until an element has the text. */
  shows(selector: string, hasText: string | RegExp): Promise<void>;
  button(name: string): Locator;
  /** Lets nobody look at it until `unhide`; it has given up its stream then. */
  hide(): Promise<void>;
  unhide(): Promise<void>;
}

export function useVisitedPage(): VisitedPage {
  let browser: Browser;
  const at = {
    get page() {
      return at.opened.page;
    },
    async visit(options = {}) {
      at.opened = await openPage(browser, at.service.url, options, visitedAtMs);
      at.page.setDefaultTimeout(20_000);
    },
    shows: (selector, hasText) => at.page.locator(selector, { hasText }).waitFor(),
    button: (name) => at.page.getByRole("button", { name, exact: true }),
    async hide() {
      const ended = at.page.waitForEvent("requestfailed", (request) => request.url().includes("/live"));
      await at.page.evaluate(() => {
        Object.defineProperty(document, "visibilityState", { configurable: true, value: "hidden" });
        document.dispatchEvent(new Event("visibilitychange"));
      });
      await ended;
    },
    async unhide() {
      await at.page.evaluate(() => {
        Reflect.deleteProperty(document, "visibilityState");
        document.dispatchEvent(new Event("visibilitychange"));
      });
    },
  } as VisitedPage;

  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    at.service = await servePage({ now: () => visitedAtMs });
  });
  afterEach(async () => {
    await at.opened?.close();
    await at.service.close();
  });
  return at;
}
