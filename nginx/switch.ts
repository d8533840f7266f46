import type { RunningContainer } from "./container.ts";
import { repeatDuring } from "./repeat.ts";
import { gateScript, reloadScript } from "./scripts.ts";
import { probeUrl, routesDirectory } from "./tls.ts";

const current = `${routesDirectory}/current.conf`;
const candidate = `${routesDirectory}/candidate.conf`;
const proven = `${routesDirectory}/proven.conf`;
const applied = `${routesDirectory}/applied`;

/** How long new workers may take to start. */
const startTimeoutSeconds = 15;
/** Above nginx.conf's worker_shutdown_timeout, which ends the slowest. */
const drainTimeoutSeconds = 75;
/** How long the new release may take to show up behind the proxy. */
const probeTimeoutSeconds = 3;

/** How long old workers may take to go by themselves, in milliseconds. */
const patienceMs = 250;

export interface Switch {
  /** The rendered routes. */
  readonly routes: string;
  /** The release that must answer through the proxy afterwards. */
  readonly release: string;
  /** Where the proxy itself reaches what it serves. */
  readonly probe?: string;
  /**
   * Ends the streams that keep old workers from going; their clients come back to new
   * workers. Repeated, because some may come back on a connection that an old one kept.
   */
  readonly endStreams?: () => Promise<void>;
}

/**
 * Tests and loads new routes, waits until no worker of the old ones is left,
 * and probes the release through the proxy. When that fails, the last proven
 * routes are loaded again. A switch is complete when it is marked as applied.
 *
 * @throws Error naming the step that failed; the previous routes serve then
 */
export async function switchRoutes(proxy: RunningContainer, args: Switch): Promise<void> {
  const { routes, release, probe = probeUrl(), endStreams = async () => {} } = args;
  const previous = await run(proxy, "reading the routes", `cat ${proven} 2>/dev/null || cat ${current}`);
  await stage(proxy, routes);
  try {
    await load(proxy, endStreams);
    await gate(proxy, probe, release, probeTimeoutSeconds, 0);
  } catch (error) {
    await restore(proxy, previous, endStreams, error);
    throw new Error(`the switch failed and the previous routes are back: ${said(error)}`);
  }
}

/** Loads other ways to what is proven, of which nothing is left to prove, and nothing to go back to. */
export async function replaceProven(
  proxy: RunningContainer,
  routes: string,
  endStreams: () => Promise<void>,
): Promise<void> {
  await stage(proxy, routes);
  await load(proxy, endStreams);
  await run(proxy, "keeping the routes", `cp ${current} ${proven}`);
}

/** Notes that the routes are proven: what a later switch goes back to, and what `readApplied` returns. */
export async function markApplied(proxy: RunningContainer, mark: string): Promise<void> {
  await run(proxy, "marking the routes", `cp ${current} ${proven} && printf %s "$1" > ${applied}`, mark);
}

/**
 * Waits until a service answers with the release, then watches it.
 *
 * @throws Error with what it answered instead
 */
export async function gate(
  proxy: RunningContainer,
  url: string,
  release: string,
  waitSeconds: number,
  watchSeconds: number,
): Promise<void> {
  const { exitCode, output } = await proxy.run(
    gateScript,
    url,
    release,
    String(waitSeconds),
    String(watchSeconds),
  );
  if (exitCode !== 0) throw new Error(output);
}

/** The routes that the proxy serves, proven or not; undefined where it is not there. */
export async function readCurrent(proxy: RunningContainer): Promise<string | undefined> {
  return await readIfAny(proxy, current);
}

/** The routes that the proxy was last proven to serve; undefined where it was not, or is not there. */
export async function readProven(proxy: RunningContainer): Promise<string | undefined> {
  return await readIfAny(proxy, proven);
}

/** The routes that the proxy was last proven to serve, followed by those it was last given. */
export async function readRoutes(proxy: RunningContainer): Promise<string> {
  return await run(proxy, "reading the routes", `cat ${proven} 2>/dev/null; cat ${current}`);
}

/** The mark of the last complete switch; undefined when there was none or one was cut short. */
export async function readApplied(proxy: RunningContainer): Promise<string | undefined> {
  const { exitCode, output } = await proxy.run(`cat ${applied}`);
  return exitCode === 0 ? output : undefined;
}

async function readIfAny(proxy: RunningContainer, file: string): Promise<string | undefined> {
  const { exitCode, output } = await proxy.run(`cat ${file}`).catch(() => ({ exitCode: 1, output: "" }));
  return exitCode === 0 ? output : undefined;
}

async function restore(
  proxy: RunningContainer,
  routes: string,
  endStreams: () => Promise<void>,
  reason: unknown,
): Promise<void> {
  try {
    await stage(proxy, `${routes}\n`);
    await load(proxy, endStreams);
  } catch (error) {
    throw new AggregateError(
      [reason, error],
      `the switch failed (${said(reason)}), and so did going back (${said(error)})`,
    );
  }
}

async function stage(proxy: RunningContainer, routes: string): Promise<void> {
  await run(proxy, "writing the routes", `printf %s "$1" > ${candidate}`, routes);
  const test = `sed 's|${current}|${candidate}|' /etc/nginx/nginx.conf > /tmp/candidate.conf && nginx -t -q -c /tmp/candidate.conf`;
  await run(proxy, "nginx -t rejects the rendered routes", test);
}

async function load(proxy: RunningContainer, endStreams: () => Promise<void>): Promise<void> {
  const timeouts = [startTimeoutSeconds, drainTimeoutSeconds].map(String);
  await run(proxy, "preparing the reload", `rm -f ${applied} && mv ${candidate} ${current}`);
  // Where it fails, old workers stay, which is what the reload complains of.
  await repeatDuring(run(proxy, "reloading nginx", reloadScript, ...timeouts), endStreams, patienceMs);
}

async function run(
  proxy: RunningContainer,
  step: string,
  script: string,
  ...args: string[]
): Promise<string> {
  const { exitCode, output } = await proxy.run(script, ...args);
  if (exitCode !== 0) throw new Error(`${step}: ${output || `exit code ${exitCode}`} (in ${proxy.name})`);
  return output;
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
