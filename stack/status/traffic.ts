import type { RunningContainer } from "../../nginx/container.ts";
import { metricsPort } from "../release/release.ts";

const watchedMs = 1000;
const healthChecks = /route="\/(?:livez|readyz)"/;

/**
 * The requests that the replicas answer in a second, from their metrics, which the
 * proxy's network leads to. A release without metrics says nothing.
 */
export async function readRequestsPerSecond(
  proxy: RunningContainer,
  replicas: readonly string[],
): Promise<number | undefined> {
  if (replicas.length === 0) return undefined;
  const urls = replicas.map((replica) => `http://${replica}:${metricsPort}/metrics`);
  const ask = async () => {
    const { output } = await proxy.run('curl --silent --max-time 2 "$@"; :', ...urls);
    return { requests: sumRequests(output), atMs: performance.now() };
  };
  const before = await ask();
  await new Promise((resolve) => setTimeout(resolve, watchedMs));
  const after = await ask();
  if (before.requests === undefined || after.requests === undefined) return undefined;
  const perSecond = (after.requests - before.requests) / ((after.atMs - before.atMs) / 1000);
  // A replica that was replaced meanwhile begins at 0.
  return Math.max(0, Math.round(perSecond * 10) / 10);
}

/** All requests but health checks; undefined where there are no metrics of Tally's. */
export function sumRequests(metrics: string): number | undefined {
  if (!metrics.includes("# TYPE tally_http_request_duration_seconds ")) return undefined;
  const counts = [...metrics.matchAll(/^tally_http_request_duration_seconds_count\{(.*)\} (\d+)$/gm)];
  return counts
    .filter(([, labels = ""]) => !healthChecks.test(labels))
    .reduce((sum, [, , count]) => sum + Number(count), 0);
}
