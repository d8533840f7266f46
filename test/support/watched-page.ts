import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { userAgent } from "./browser.ts";

const axeSource = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

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

/** @param atMs where its clock stands; without it, the clock goes */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  atMs?: number,
): Promise<WatchedPage> {
  const context = await browser.newContext({ userAgent, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  let transferred = 0;

  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => requests.push(request.url()));
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  network.on("Network.loadingFinished", ({ encodedDataLength }) => {
    transferred += encodedDataLength;
  });

  if (atMs !== undefined) await page.clock.setFixedTime(atMs);
  await page.goto(url);
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
    async reload() {
      requests.length = transferred = 0;
      await page.reload();
    },
    close: () => context.close(),
  };
}
