import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { dynamic } from "@pulumi/pulumi";
import type Docker from "dockerode";
import { removeOldPairs } from "../../nginx/certificate.ts";
import { openContainer } from "../../nginx/container.ts";
import { renderRoutes } from "../../nginx/render.ts";
import { markApplied, readApplied, switchRoutes } from "../../nginx/switch.ts";
import { probeUrl } from "../../nginx/tls.ts";
import { connectDocker } from "../containers/docker.ts";
import { markServed } from "../release/stored-release.ts";
import { isProvided, provideCertificate } from "./certificate.ts";
import { gateReplicas } from "./gate.ts";
import type { RoutesInputs } from "./inputs.ts";
import { findLeftovers, removeLeftovers } from "./leftovers.ts";
import { mendRedirect } from "./redirect.ts";
import { openScraper, type Scraper } from "./scraper.ts";
import { endStreams } from "./streams.ts";

/**
 * Brings the proxy over to the replicas; see `switchRoutes` for what is lost: nothing.
 *
 * @throws Error naming the replica or the step that failed; the previous routes serve then
 */
export async function applyRoutes(inputs: RoutesInputs, docker = connectDocker()): Promise<void> {
  if (await isApplied(inputs, docker)) return;
  const scraper = openScraper(docker, inputs);
  if (!(await isServed(inputs, docker))) await switchOver(inputs, docker, scraper);
  // Before the others stop: a target that is gone would look like a replica that died.
  const told = scraper.settle();
  await Promise.allSettled([told]);
  await removeLeftovers(docker, inputs);
  await told;
}

async function switchOver(inputs: RoutesInputs, docker: Docker, scraper: Scraper): Promise<void> {
  const proxy = openContainer(docker, inputs.proxy);
  await provideCertificate(docker, proxy, inputs.certificate);
  await mendRedirect(docker, proxy, inputs);
  const servers = await gateReplicas(docker, proxy, inputs);
  await scraper.expect();
  await switchRoutes(proxy, {
    routes: renderRoutes(servers, inputs.settings),
    release: inputs.release,
    probe: probeUrl(inputs.settings.tls),
    endStreams: () => endStreams(docker, inputs.stack),
  });
  await markServed(docker, inputs.stack, inputs.release);
  await markApplied(proxy, markOf(inputs));
  await removeOldPairs(proxy);
}

/**
 * Compares with what really is: an interrupted switch, a proxy that lost its
 * routes or containers that nobody knows of any more are changes to make.
 */
export async function diffRoutes(
  olds: RoutesInputs,
  news: RoutesInputs,
  docker = connectDocker(),
): Promise<dynamic.DiffResult> {
  const names = Object.keys(news) as (keyof RoutesInputs)[];
  if (names.some((name) => !isDeepStrictEqual(olds[name], news[name]))) return { changes: true };
  return { changes: !(await isApplied(news, docker)) };
}

/** Whether the proxy serves exactly these routes, all who watch know it and nothing is left of others. */
export async function isApplied(inputs: RoutesInputs, docker = connectDocker()): Promise<boolean> {
  const [served, settled, leftovers] = await Promise.all([
    isServed(inputs, docker),
    openScraper(docker, inputs).isSettled(),
    findLeftovers(docker, inputs),
  ]);
  return served && settled && leftovers.length === 0;
}

async function isServed(inputs: RoutesInputs, docker: Docker): Promise<boolean> {
  const proxy = openContainer(docker, inputs.proxy);
  const [applied, running] = await Promise.all([
    readApplied(proxy).catch(() => undefined),
    areRunning(docker, inputs.replicas),
  ]);
  return applied === markOf(inputs) && running && (await isProvided(proxy, inputs.certificate));
}

async function areRunning(docker: Docker, names: readonly string[]): Promise<boolean> {
  const running = await docker.listContainers({ filters: { name: [...names] } });
  const found = new Set(running.map(({ Names }) => Names[0]?.slice(1)));
  return names.every((name) => found.has(name));
}

/** The rendered text itself is what is compared: a newer version of Tally may render it otherwise. */
function markOf({ release, replicas, settings }: RoutesInputs): string {
  const servers = replicas.map((name) => ({ name }));
  const content = JSON.stringify([release, renderRoutes(servers, settings)]);
  return createHash("sha256").update(content).digest("hex");
}
