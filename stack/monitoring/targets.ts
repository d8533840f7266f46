import { metricsPort } from "../release/release.ts";

/** Whom Prometheus scrapes, in the format of its file_sd: an entry for each replica. */
export interface TargetGroup {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

export interface Scraped {
  readonly release: string;
  /** The containers that the proxy routes to, by name. */
  readonly replicas: readonly string[];
  /** The container of the backups' schedule, where there is one. */
  readonly backups: readonly string[];
}

/** The scrape list for the replicas that the proxy routes to, and what else has metrics. */
export function targetsOf({ release, replicas, backups }: Scraped): TargetGroup[] {
  const at = (name: string) => [`${name}:${metricsPort}`];
  return [
    ...replicas.map((replica) => ({ targets: at(replica), labels: { role: "service", replica, release } })),
    ...backups.map((name) => ({ targets: at(name), labels: { role: "backup" } })),
  ];
}

/** Whether a list has replicas that are not among these. */
export function hasOthers(targets: readonly TargetGroup[], replicas: readonly string[]): boolean {
  return targets.some(({ labels: { replica } }) => replica !== undefined && !replicas.includes(replica));
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
