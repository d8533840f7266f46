import type { RunningContainer } from "../../nginx/container.ts";
import {
  hasOthers,
  mergeTargets,
  parseTargets,
  renderTargets,
  type Scraped,
  type TargetGroup,
  targetsOf,
} from "./targets.ts";

const file = "/etc/tally/targets/service.json";

/** Prometheus takes up to ten seconds to follow its list, and five more to scrape. */
const followTimeoutSeconds = 30;

/** Adds replicas to those that Prometheus scrapes, before the proxy leads to them. */
export async function addToScrapeList(prometheus: RunningContainer, scraped: Scraped): Promise<void> {
  await write(prometheus, mergeTargets(await read(prometheus), targetsOf(scraped)));
}

/**
 * Makes Prometheus scrape these replicas and no others. Where there were others, it
 * waits until these are scraped before it drops those, and until it has dropped them: a
 * target that stops before would look like a replica that died.
 *
 * @throws Error with what the container says
 */
export async function setScrapeList(prometheus: RunningContainer, scraped: Scraped): Promise<void> {
  const { replicas } = scraped;
  const areReplaced = hasOthers(await read(prometheus), replicas);
  const names = replicas.join("|");
  if (areReplaced) {
    await found(prometheus, `count(up{role="service", replica=~"${names}"} == 1) == ${replicas.length}`);
  }
  await write(prometheus, targetsOf(scraped));
  if (areReplaced) await found(prometheus, `absent(up{role="service", replica!~"${names}"})`);
}

/** Whether Prometheus scrapes exactly these replicas. */
export async function isScrapeList(prometheus: RunningContainer, scraped: Scraped): Promise<boolean> {
  const { exitCode, output } = await prometheus.run(`cat ${file}`);
  return exitCode === 0 && output === renderTargets(targetsOf(scraped)).trimEnd();
}

async function read(prometheus: RunningContainer): Promise<TargetGroup[]> {
  return parseTargets((await prometheus.run(`cat ${file}`)).output);
}

/** Prometheus notices a file that is moved there, and never sees half of one. */
async function write(prometheus: RunningContainer, targets: readonly TargetGroup[]): Promise<void> {
  const script = `printf %s "$1" > ${file}.new && mv ${file}.new ${file}`;
  const { exitCode, output } = await prometheus.run(script, renderTargets(targets));
  if (exitCode !== 0) throw new Error(`writing ${file} in ${prometheus.name}: ${output}`);
}

/** Waits until a query finds something; what takes too long holds nothing up any longer. */
async function found(prometheus: RunningContainer, query: string): Promise<void> {
  const script =
    `tries=${followTimeoutSeconds}; while [ $tries -gt 0 ]; do ` +
    'promtool query instant http://127.0.0.1:9090 "$1" | grep -q = && break; ' +
    "sleep 1; tries=$((tries - 1)); done";
  await prometheus.run(script, query);
}
