import type Docker from "dockerode";
import type { RunningContainer } from "../../nginx/container.ts";
import { readRoutes } from "../../nginx/switch.ts";
import type { UpstreamServer } from "../../nginx/upstream.ts";
import { type Candidate, createCandidate } from "./candidate.ts";
import { busyReplicas } from "./capacity.ts";
import type { RoutesInputs } from "./inputs.ts";

/**
 * Starts the replicas that do not run, and lets every replica prove itself.
 *
 * @returns the replicas with their addresses of the moment
 * @throws Error naming the replicas that failed, with the end of their logs
 */
export async function gateReplicas(
  docker: Docker,
  proxy: RunningContainer,
  inputs: RoutesInputs,
): Promise<UpstreamServer[]> {
  const candidates = inputs.replicas.map((name) => createCandidate(docker, proxy, inputs, name));
  const serving = await readRoutes(proxy).catch(() => undefined);
  const othersServe = serving !== undefined && isAnyServer(serving);
  try {
    if (othersServe) await startInTurn(docker, candidates);
    else await all(candidates, (candidate) => candidate.start(false));
    return await all(candidates, (candidate) => candidate.prove(inputs.gateWatchSeconds));
  } catch (error) {
    if (serving !== undefined) await stopRefused(docker, serving, inputs.replicas);
    const comfort = othersServe ? "\nWhat served before serves on." : "";
    throw new Error(`release ${inputs.release} is refused: ${said(error)}${comfort}`);
  }
}

/**
 * While others serve, each waits until the one before is ready, or on more than two
 * processors some of them: a process that starts takes as much of the processors as it
 * gets, and several at once leave too little for visitors.
 */
async function startInTurn(docker: Docker, candidates: readonly Candidate[]): Promise<void> {
  const { NCPU: cpus } = (await docker.info()) as { NCPU: number };
  const atOnce = busyReplicas(cpus);
  for (let first = 0; first < candidates.length; first += atOnce) {
    await all(candidates.slice(first, first + atOnce), async (candidate) => {
      if (await candidate.start(true)) await candidate.prove(0);
    });
  }
}

/** Waits for all of them. @throws Error that says what each said that failed */
async function all<Result>(
  candidates: readonly Candidate[],
  work: (candidate: Candidate) => Promise<Result>,
): Promise<Result[]> {
  const results = await Promise.allSettled(candidates.map(work));
  const failures = results.flatMap((result) => (result.status === "rejected" ? [said(result.reason)] : []));
  if (failures.length > 0) throw new Error(failures.join("\n"));
  return results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
}

/** Keeps a refused release from restarting for ever; its containers and logs stay for inspection. */
async function stopRefused(docker: Docker, serving: string, replicas: readonly string[]): Promise<void> {
  const refused = replicas.filter((name) => !serving.includes(`server ${name}:`));
  await Promise.all(
    refused.map(async (name) => {
      const container = docker.getContainer(name);
      // Docker would start it again with the engine.
      await container.update({ RestartPolicy: { Name: "no" } }).catch(() => undefined);
      await container.stop({ t: 1 }).catch(() => undefined);
    }),
  );
}

function isAnyServer(routes: string): boolean {
  return /^\s*server \S+:\d+/m.test(routes);
}

function said(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
