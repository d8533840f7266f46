import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { userAgent } from "./browser.ts";

const axeSource = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

// Chromium gives up all requests whenever an address comes or goes on the machine, as
// with each container that starts or stops: what fails so is not the page's fault.
const changeOfMachine = /ERR_NETWORK_CHANGED/;
const mostLoads = 20;

/** A page in a window of its own, of which nothing escapes. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors and warnings of the console, exceptions, and what the policy has forbidden. */
  readonly complaints: string[];
  /** The URLs of all requests since the page was loaded. */
  readonly requests: string[];
  /** How much has come over the wire since the page was loaded, heads included. */
  transferredBytes(): number;
  /** What a person with a disability would stumble over, in a line each. */
  barriers(): Promise<string[]>;
  reload(): Promise<void>;
  close(): Promise<void>;
}

export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ userAgent, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  let transferred = 0;
  let disturbed = false;

  function complain(text: string): void {
    if (!changeOfMachine.test(text)) complaints.push(text);
  }

  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complain(message.text());
  });
  page.on("pageerror", (error) => complain(String(error)));
  page.on("request", (request) => requests.push(request.url()));
  page.on("requestfailed", (request) => {
    if (changeOfMachine.test(request.failure()?.errorText ?? "")) disturbed = true;
  });
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  network.on("Network.loadingFinished", ({ encodedDataLength }) => {
    transferred += encodedDataLength;
  });

  async function load(navigate: () => Promise<unknown>): Promise<void> {
    for (let loads = 0; loads < mostLoads; loads += 1) {
      requests.length = transferred = 0;
      disturbed = false;
      await navigate().catch((error: Error) => {
        if (!changeOfMachine.test(error.message)) throw error;
        disturbed = true;
      });
      if (!disturbed) return;
    }
    throw new Error(`The machine's network changed during ${mostLoads} loads of ${url}`);
  }

  await load(() => page.goto(url));
  return {
    page,
    complaints,
    requests,
    transferredBytes: () => transferred,
    async barriers() {
      await page.evaluate(axeSource);
      const { violations } = await page.evaluate(
        () => Reflect.get(globalThis, "axe").run() as axe.AxeResults,
      );
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    },
    reload: () => load(() => page.reload()),
    close: () => context.close(),
  };
}
