import type Docker from "dockerode";
import type { RunningContainer } from "../../nginx/container.ts";
import { gate } from "../../nginx/switch.ts";
import type { UpstreamServer } from "../../nginx/upstream.ts";
import { commonArgs } from "../containers/container-args.ts";
import { readLogTail } from "../containers/log-tail.ts";
import { cpuShares, startingMs } from "./capacity.ts";
import type { RoutesInputs } from "./inputs.ts";
import { upstreamServer } from "./server.ts";

/** A replica that is to serve. What it throws names it, and shows the end of its log. */
export interface Candidate {
  /**
   * Starts it where it does not run.
   *
   * @param beside others that serve, which it leaves most of the processors until it has proven itself
   * @returns whether it did not
   */
  start(beside: boolean): Promise<boolean>;
  /**
   * Lets it prove itself from the proxy's own network: it becomes ready, answers what
   * visitors ask, and goes on doing so without its process having ended.
   *
   * @returns where it is at the moment
   */
  prove(watchSeconds: number): Promise<UpstreamServer>;
}

/** How often a replica's container is looked at while it is being gated. */
const inspectIntervalMs = 250;

/** What the engine is told of a replica that serves. */
const serving = { CpuShares: cpuShares.serving, RestartPolicy: { Name: commonArgs.restart } };

export function createCandidate(
  docker: Docker,
  proxy: RunningContainer,
  inputs: RoutesInputs,
  name: string,
): Candidate {
  const container = docker.getContainer(name);
  const url = `http://${name}:${inputs.settings.servicePort}`;
  /** Another time later means that it crashed. */
  let startedAt = "";

  async function named<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      throw new Error(`replica ${name}: ${said}; its log ends with:\n${await readLogTail(container)}`);
    }
  }

  async function start(beside: boolean): Promise<boolean> {
    const { State } = await container.inspect();
    startedAt = State.StartedAt;
    if (State.Running) return false;
    if (beside) await container.update({ CpuShares: cpuShares.starting });
    await container.start();
    startedAt = (await container.inspect()).State.StartedAt;
    return true;
  }

  async function prove(watchSeconds: number): Promise<UpstreamServer> {
    const proven = new AbortController();
    // What is wrong with the container, the gate says.
    const late = setTimeout(
      () => container.update(serving).catch(() => undefined),
      startingMs(inputs.gateTimeoutSeconds),
    );
    try {
      const judged = gate(proxy, url, inputs.release, inputs.gateTimeoutSeconds, watchSeconds);
      await Promise.race([judged, failWhenStopped(proven.signal)]);
      const info = await assertRunning();
      await prepareToServe(info.HostConfig);
      return upstreamServer(name, inputs.network, info);
    } finally {
      clearTimeout(late);
      proven.abort();
    }
  }

  async function prepareToServe({ CpuShares, RestartPolicy }: Docker.HostConfig): Promise<void> {
    const hasShare = CpuShares !== cpuShares.starting;
    // One that was refused before was stopped for good.
    if (hasShare && RestartPolicy?.Name === commonArgs.restart) return;
    await container.update(serving);
  }

  async function failWhenStopped(signal: AbortSignal): Promise<never> {
    for (;;) {
      await assertRunning();
      await new Promise((resolve) => setTimeout(resolve, inspectIntervalMs));
      if (signal.aborted) throw new Error("no longer watched");
    }
  }

  async function assertRunning(): Promise<Docker.ContainerInspectInfo> {
    const info = await container.inspect();
    if (info.State.Running && !info.State.Restarting && info.State.StartedAt === startedAt) return info;
    throw new Error(`its process ended with exit code ${info.State.ExitCode}`);
  }

  return {
    start: (beside) => named(() => start(beside)),
    prove: (watchSeconds) => named(() => prove(watchSeconds)),
  };
}
