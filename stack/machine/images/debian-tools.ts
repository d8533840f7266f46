import { access } from "node:fs/promises";
import { installPackages } from "../apt.ts";
import { findExecutable } from "../host.ts";
import { archiveKeyring } from "./recipes.ts";

/** Installs what making a Debian system needs, as root on Debian or Ubuntu. */
export async function installDebianTools(report: (line: string) => void): Promise<void> {
  const [mmdebstrap, keyring] = await Promise.all([findExecutable("mmdebstrap"), isThere(archiveKeyring)]);
  const packages = missingTools({ mmdebstrap: mmdebstrap !== undefined, keyring });
  if (packages.length > 0) await installPackages(packages, report);
}

/** Ubuntu has no reason to hold the keys of Debian's archive. */
export function missingTools(present: { mmdebstrap: boolean; keyring: boolean }): string[] {
  return [
    ...(present.mmdebstrap ? [] : ["mmdebstrap"]),
    ...(present.keyring ? [] : ["debian-archive-keyring"]),
  ];
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
