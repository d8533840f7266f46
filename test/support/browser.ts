import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { loadHost } from "../../stack/machine/host.ts";
import { requireChromium } from "./chromium.ts";
import { canMakeNetworks, createQuietNetwork } from "./quiet-network/quiet-network.ts";

/** Chromium's sandbox does not work for root. */
const argsForRoot = ["--no-sandbox"];

/** As a person's browser says it: one that says "Headless" is a bot, whose requests do not count. */
export const userAgent =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

/**
 * Starts the machine's Chromium, in a network of its own where that can be made.
 *
 * @throws Error that says what is missing
 */
export async function startBrowser(): Promise<Browser> {
  if (!(await canMakeNetworks())) {
    console.log(
      "      in the machine's own network, where other containers disturb the browser: run as root",
    );
    return await startBrowserAtHome();
  }
  const network = await createQuietNetwork(await requireChromium());
  const args = [...network.args, ...argsForRoot];
  try {
    const browser = await chromium.launch({ executablePath: network.executablePath, args });
    browser.once("disconnected", () => network.close());
    return browser;
  } catch (error) {
    await network.close();
    throw error;
  }
}

/** Starts it in the machine's own network, where all that comes and goes disturbs it. */
async function startBrowserAtHome(): Promise<Browser> {
  const { root } = await loadHost();
  return await chromium.launch({ executablePath: await requireChromium(), args: root ? argsForRoot : [] });
}

/** The path of a file that a test leaves to be looked at. */
export async function artefactPath(name: string): Promise<string> {
  const directory = fileURLToPath(new URL("../artefacts/", import.meta.url));
  await mkdir(directory, { recursive: true });
  return `${directory}${name}`;
}
