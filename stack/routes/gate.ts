import type Docker from "dockerode";
import type { RunningContainer } from "../../nginx/container.ts";
import { gate, readRoutes } from "../../nginx/switch.ts";
import type { UpstreamServer } from "../../nginx/upstream.ts";
import type { RoutesInputs } from "./inputs.ts";
import { readLogTail } from "./log-tail.ts";

/** How often a replica's container is looked at while it is being gated. */
const inspectIntervalMs = 250;

/**
 * Lets every replica prove itself from the proxy's own network: it becomes
 * ready, answers what visitors ask, and stays up for a while.
 *
 * @returns the replicas with their addresses of the moment
 * @throws Error naming the replicas that failed, with the end of their logs
 */
export async function gateReplicas(
  docker: Docker,
  proxy: RunningContainer,
  inputs: RoutesInputs,
): Promise<UpstreamServer[]> {
  const results = await Promise.allSettled(
    inputs.replicas.map((name) => gateReplica(docker, proxy, inputs, name)),
  );
  const failures = results.flatMap((result) => (result.status === "rejected" ? [said(result.reason)] : []));
  if (failures.length > 0) {
    await stopRefused(docker, proxy, inputs.replicas);
    throw new Error(`release ${inputs.release} is refused: ${failures.join("\n")}`);
  }
  return results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
}

async function gateReplica(
  docker: Docker,
  proxy: RunningContainer,
  inputs: RoutesInputs,
  name: string,
): Promise<UpstreamServer> {
  const container = docker.getContainer(name);
  const url = `http://${name}:${inputs.settings.servicePort}`;
  const stopped = new AbortController();
  try {
    const startedAt = await ensureStarted(container);
    await Promise.race([
      gate(proxy, url, inputs.release, inputs.gateTimeoutSeconds, inputs.gateWatchSeconds),
      failWhenStopped(container, startedAt, stopped.signal),
    ]);
    const { NetworkSettings } = await assertRunning(container, startedAt);
    const address = NetworkSettings.Networks[inputs.network]?.IPAddress;
    return address ? { name, address } : { name };
  } catch (error) {
    throw new Error(`replica ${name}: ${said(error)}; its log ends with:\n${await readLogTail(container)}`);
  } finally {
    stopped.abort();
  }
}

/**
 * A release that was refused before is stopped, and gets another chance when it is asked for again.
 *
 * @returns when its process started; another time later means that it crashed
 */
async function ensureStarted(container: Docker.Container): Promise<string> {
  const { State } = await container.inspect();
  if (State.Running) return State.StartedAt;
  await container.start();
  return (await container.inspect()).State.StartedAt;
}

/** Keeps a refused release from restarting for ever; its containers and logs stay for inspection. */
async function stopRefused(
  docker: Docker,
  proxy: RunningContainer,
  replicas: readonly string[],
): Promise<void> {
  const serving = await readRoutes(proxy).catch(() => undefined);
  if (serving === undefined) return;
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

async function failWhenStopped(
  container: Docker.Container,
  startedAt: string,
  signal: AbortSignal,
): Promise<never> {
  for (;;) {
    await assertRunning(container, startedAt);
    await new Promise((resolve) => setTimeout(resolve, inspectIntervalMs));
    if (signal.aborted) throw new Error("no longer watched");
  }
}

async function assertRunning(
  container: Docker.Container,
  startedAt: string,
): Promise<Docker.ContainerInspectInfo> {
  const info = await container.inspect();
  if (info.State.Running && !info.State.Restarting && info.State.StartedAt === startedAt) return info;
  throw new Error(`its process ended with exit code ${info.State.ExitCode}`);
}

function said(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
