import { installPackages } from "../../stack/machine/apt.ts";
import { findExecutable, loadHost } from "../../stack/machine/host.ts";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Installs Chromium where it is not there and can be had. Once, before the tests: it takes longer than they may. */
export async function installChromium(report: (line: string) => void): Promise<void> {
  if (await findChromium()) return;
  const { root, debian } = await loadHost();
  if (root && debian) await installPackages(["chromium"], report);
}

/** The path of the machine's Chromium. @throws Error that says what is missing */
export async function requireChromium(): Promise<string> {
  const path = await findChromium();
  if (path) return path;
  throw new Error(
    "The tests of the page need Chromium: install the package `chromium`, or run them as root on Debian.",
  );
}

async function findChromium(): Promise<string | undefined> {
  for (const name of names) {
    const path = await findExecutable(name);
    if (path) return path;
  }
  return undefined;
}
