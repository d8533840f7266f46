import { run } from "../command.ts";

/** How the machine's own apt reaches Debian, for a program that does not read its settings. */
export interface AptSettings {
  readonly mirror: string | undefined;
  /** Proxies, as environment variables. */
  readonly proxies: Readonly<Record<string, string>>;
}

const indexTargetsArgs = ["indextargets", "--format", "$(ORIGIN)|$(LABEL)|$(REPO_URI)"] as const;

export async function loadAptSettings(): Promise<AptSettings> {
  const [targets, configuration] = await Promise.all([
    run("apt-get", indexTargetsArgs),
    run("apt-config", ["dump"]),
  ]);
  return { mirror: findDebianMirror(targets), proxies: findProxies(configuration) };
}

/**
 * The first mirror of Debian's main archive, which holds every suite, among
 * apt's index targets. Undefined on Ubuntu and where no package lists are there.
 */
export function findDebianMirror(indexTargets: string): string | undefined {
  return /^Debian\|Debian\|(https?:\S+)$/m.exec(indexTargets)?.[1];
}

/** The proxies in a dump of apt's configuration. */
export function findProxies(configuration: string): Record<string, string> {
  const proxies = configuration.matchAll(/^Acquire::(https?)::Proxy "([^"]+)";$/gim);
  return Object.fromEntries(
    [...proxies].map(([, protocol = "", url = ""]) => [`${protocol.toLowerCase()}_proxy`, url]),
  );
}
