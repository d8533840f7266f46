import type Docker from "dockerode";
import { SshAgent } from "../../containers/ssh.ts";
import { installPackages } from "../apt.ts";
import { findExecutable, type Host } from "../host.ts";
import { type DaemonOptions, startDaemon } from "./daemon.ts";
import { type EngineSituation, type EngineStep, planEngine } from "./plan.ts";
import { startUnit } from "./unit.ts";

export interface EngineOptions {
  readonly docker: Docker;
  readonly host: Host;
  readonly report: (line: string) => void;
}

const pingTimeoutMs = 5_000;
const localSockets = ["/var/run/docker.sock", "/run/docker.sock"];

/**
 * Makes the engine answer: installs and starts it where that is needed and possible.
 *
 * @throws Error that says what to do, with the end of the engine's log where it does not start
 */
export async function prepareEngine({ docker, host, report }: EngineOptions): Promise<void> {
  for (const step of planEngine(await observeEngine(docker, host))) {
    await takeStep(step, docker, report);
  }
}

async function observeEngine(docker: Docker, host: Host): Promise<EngineSituation> {
  const [{ answer, reason }, address, dockerd, iptables] = await Promise.all([
    askEngine(docker),
    engineAddress(docker),
    findExecutable("dockerd"),
    findExecutable("iptables"),
  ]);
  return {
    answer,
    reason,
    address,
    local: localSockets.some((path) => address === `unix://${path}`),
    dockerd: dockerd !== undefined,
    iptables: iptables !== undefined,
    host,
  };
}

async function takeStep(step: EngineStep, docker: Docker, report: (line: string) => void): Promise<void> {
  if (step.kind === "install") return installPackages(step.packages, report, step.whereKnown);
  report("Starting the Docker engine");
  const answers: DaemonOptions["answers"] = async () => (await askEngine(docker)).answer === "yes";
  if (step.through === "dockerd") return startDaemon({ answers });
  return startUnit(answers);
}

async function askEngine(docker: Docker): Promise<Pick<EngineSituation, "answer" | "reason">> {
  // The options are missing from the types; a socket may accept and then say nothing.
  const ping = docker.ping.bind(docker) as (options: { abortSignal: AbortSignal }) => Promise<unknown>;
  try {
    await ping({ abortSignal: AbortSignal.timeout(pingTimeoutMs) });
    return { answer: "yes", reason: undefined };
  } catch (error) {
    const { code, message: reason } = error as NodeJS.ErrnoException;
    return { answer: code === "EACCES" || code === "EPERM" ? "forbidden" : "no", reason };
  }
}

/** What docker-modem holds and its types leave out. */
interface Connection {
  readonly host?: string;
  readonly port?: number | string;
  readonly agent?: unknown;
  getSocketPath(): Promise<string>;
}

async function engineAddress(docker: Docker): Promise<string> {
  const connection = docker.modem as unknown as Connection;
  const { host, port, agent } = connection;
  if (agent instanceof SshAgent) return `ssh://${host}`;
  return host ? `tcp://${host}:${port}` : `unix://${await connection.getSocketPath()}`;
}
