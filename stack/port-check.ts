import { createServer } from "node:net";
import type Docker from "dockerode";
import type { StackConfig } from "./config.ts";
import { labelNames } from "./labels.ts";

type Wanted = Pick<StackConfig, "stack" | "port" | "listenAddress"> & {
  /** The setting that the port is from. */
  readonly key?: string;
};

/**
 * Makes sure that a container will be able to publish a port, before an older
 * one is stopped for it.
 *
 * @throws Error naming who holds the port, or what is wrong with the address
 */
export async function refuseTakenPort(docker: Docker, wanted: Wanted): Promise<void> {
  const containers = await docker.listContainers();
  const holder = containers.find(({ Ports }) => Ports.some(({ PublicPort }) => PublicPort === wanted.port));
  if (holder?.Labels[labelNames.stack] === wanted.stack) return;
  if (holder !== undefined) {
    const name = holder.Names[0]?.slice(1) ?? holder.Id.slice(0, 12);
    throw new Error(
      `tally:${wanted.key ?? "port"} is ${wanted.port}, which container ${name} already publishes; choose another port`,
    );
  }
  if (isLocal(docker)) await tryToListen(wanted);
}

function isLocal(docker: Docker): boolean {
  return (docker.modem as { socketPath?: string }).socketPath !== undefined;
}

async function tryToListen({ port, listenAddress, key = "port" }: Wanted): Promise<void> {
  const server = createServer();
  const code = await new Promise<string | undefined>((resolve) => {
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    server.listen({ port, host: listenAddress, exclusive: true }, () => resolve(undefined));
  });
  await new Promise((resolve) => server.close(resolve));
  if (code === "EADDRINUSE") {
    throw new Error(
      `tally:${key} is ${port}, which another program on this host listens on; choose another port`,
    );
  }
  if (code === "EADDRNOTAVAIL") {
    throw new Error(`tally:listenAddress is ${listenAddress}, which is no address of this host`);
  }
}
