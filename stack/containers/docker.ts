import Docker from "dockerode";
import { SshAgent } from "./ssh.ts";

/** Connects to the Docker engine that DOCKER_HOST names, or to the local one. Nothing is sent yet. */
export function connectDocker(host = process.env.DOCKER_HOST): Docker {
  // dockerode itself reads DOCKER_HOST, and the certificates that go with it.
  if (!host || process.env.DOCKER_TLS_VERIFY) return new Docker();
  if (host.startsWith("unix://")) return new Docker({ socketPath: host.slice("unix://".length) });
  const url = new URL(host);
  const { protocol, hostname, port } = url;
  if (protocol === "ssh:") {
    // The types know nothing of agents.
    const options = { protocol: "http" as const, host: hostname, port, agent: new SshAgent(url) };
    return new Docker(options);
  }
  return new Docker({ protocol: "http", host: hostname, port: port || 2375 });
}

/** Whether an error of dockerode's says that the object does not exist. */
export function isNotFound(error: unknown): boolean {
  return (error as { statusCode?: number }).statusCode === 404;
}
