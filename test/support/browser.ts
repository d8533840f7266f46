import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { installPackages } from "../../stack/machine/apt.ts";
import { findExecutable, loadHost } from "../../stack/machine/host.ts";
import { canMakeNetworks, createQuietNetwork } from "./quiet-network/quiet-network.ts";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Chromium's sandbox does not work for root. */
const argsForRoot = ["--no-sandbox"];

/** As a person's browser says it: one that says "Headless" is a bot, whose requests do not count. */
export const userAgent =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

/**
 * Starts the machine's Chromium, in a network of its own where that can be made. Installs it where that
 * is possible.
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
  const network = await createQuietNetwork(await prepareBrowser());
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
  return await chromium.launch({ executablePath: await prepareBrowser(), args: root ? argsForRoot : [] });
}

/** The path of a file that a test leaves to be looked at. */
export async function artefactPath(name: string): Promise<string> {
  const directory = fileURLToPath(new URL("../artefacts/", import.meta.url));
  await mkdir(directory, { recursive: true });
  return `${directory}${name}`;
}

async function prepareBrowser(): Promise<string> {
  const present = await findBrowser();
  if (present) return present;
  const { root, debian } = await loadHost();
  if (root && debian) await installPackages(["chromium"], (line) => console.log(line));
  const installed = await findBrowser();
  if (installed) return installed;
  throw new Error(
    "The tests of the page need Chromium: install the package `chromium`, or run them as root on Debian.",
  );
}

async function findBrowser(): Promise<string | undefined> {
  for (const name of names) {
    const path = await findExecutable(name);
    if (path) return path;
  }
  return undefined;
}
