import { run } from "./command.ts";

/** Keeps an installation from asking anything: nobody is there to answer. */
export const aptEnvironment: Readonly<Record<string, string>> = {
  DEBIAN_FRONTEND: "noninteractive",
  APT_LISTCHANGES_FRONTEND: "none",
  NEEDRESTART_SUSPEND: "1",
};

/** Arguments that wait for another apt of this machine, at most five minutes. */
const waitForLock = ["-o", "DPkg::Lock::Timeout=300"] as const;

export function aptUpdateArgs(): string[] {
  return ["update", ...waitForLock];
}

export function aptInstallArgs(packages: readonly string[]): string[] {
  const keepConfiguration = ["--force-confdef", "--force-confold"].flatMap((option) => [
    "-o",
    `Dpkg::Options::=${option}`,
  ]);
  return ["install", "--yes", "--no-install-recommends", ...waitForLock, ...keepConfiguration, ...packages];
}

/** Of these packages those that `apt-cache policy` has a version of: it leaves out what it does not know. */
export function knownPackages(policy: string, packages: readonly string[]): string[] {
  const known = policy.matchAll(/^(\S+):\n +Installed: .*\n +Candidate: (?!\(none\))/gm);
  const names = new Set([...known].map(([, name]) => name));
  return packages.filter((name) => names.has(name));
}

/**
 * Installs Debian packages, as root.
 *
 * @param whereKnown packages that are left out where apt knows none of their name
 * @throws Error with the end of apt's output
 */
export async function installPackages(
  packages: readonly string[],
  report: (line: string) => void,
  whereKnown: readonly string[] = [],
): Promise<void> {
  report(`Installing ${packages.join(", ")}`);
  try {
    await run("apt-get", aptUpdateArgs(), { env: aptEnvironment });
  } catch (error) {
    // One broken source of several must not stop packages that other sources offer.
    report(`Going on with the package lists that are there: ${(error as Error).message}`);
  }
  const policy = whereKnown.length > 0 ? await run("apt-cache", ["policy", ...whereKnown]) : "";
  const all = [...packages, ...knownPackages(policy, whereKnown)];
  await run("apt-get", aptInstallArgs(all), { env: aptEnvironment });
}
