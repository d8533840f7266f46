import { metricsPort } from "../release.ts";

/** Whom Prometheus scrapes, in the format of its file_sd: an entry for each replica. */
export interface TargetGroup {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** The scrape list for the replicas that the proxy routes to. */
export function targetsOf(release: string, replicas: readonly string[]): TargetGroup[] {
  return replicas.map((replica) => ({
    targets: [`${replica}:${metricsPort}`],
    labels: { role: "service", replica, release },
  }));
}

/** While a switch is under way, both those before and those after it are scraped. */
export function mergeTargets(before: readonly TargetGroup[], after: readonly TargetGroup[]): TargetGroup[] {
  const known = new Set(after.flatMap(({ targets }) => targets));
  return [...after, ...before.filter(({ targets }) => !targets.some((target) => known.has(target)))];
}

export function renderTargets(targets: readonly TargetGroup[]): string {
  return `${JSON.stringify(targets, undefined, 2)}\n`;
}

/** What was rendered before; nobody where it is no such list. */
export function parseTargets(text: string): TargetGroup[] {
  try {
    return JSON.parse(text) as TargetGroup[];
  } catch {
    return [];
  }
}
