import Docker from "dockerode";
import { SshAgent } from "./ssh.ts";

/** Connects to the Docker engine that DOCKER_HOST names, or to the local one. Nothing is sent yet. */
export function connectDocker(host = process.env.DOCKER_HOST): Docker {
  if (host?.startsWith("ssh:")) return connectBySsh(new URL(host));
  // dockerode itself reads DOCKER_HOST, and the certificates that go with it.
  if (!host || process.env.DOCKER_TLS_VERIFY) return new Docker();
  if (host.startsWith("unix://")) return new Docker({ socketPath: host.slice("unix://".length) });
  const { hostname, port } = new URL(host);
  return new Docker({ protocol: "http", host: hostname, port: port || 2375 });
}

function connectBySsh(url: URL): Docker {
  // The types know nothing of agents.
  const options = { protocol: "http" as const, host: url.hostname, agent: new SshAgent(url) };
  return new Docker(options);
}

/** Whether an error of dockerode's says that the object does not exist. */
export function isNotFound(error: unknown): boolean {
  return (error as { statusCode?: number }).statusCode === 404;
}

/** For what is to be gone, and is. */
export function ignoreMissing(error: unknown): undefined {
  if (!isNotFound(error)) throw error;
}

/** The same, where the engine may be removing it at this moment, or has use for it. */
export function ignoreGoing(error: unknown): void {
  if ((error as { statusCode?: number }).statusCode !== 409) ignoreMissing(error);
}
