import { createServer } from "node:net";
import type Docker from "dockerode";
import type { StackConfig } from "../config/config.ts";
import { labelNames } from "../containers/labels.ts";

type Published = Pick<StackConfig, "stack" | "port" | "httpsPort" | "tls" | "listenAddress">;

interface Wanted {
  readonly stack: string;
  readonly listenAddress: string;
  readonly port: number;
  /** The setting that the port is from. */
  readonly key: string;
}

/**
 * Makes sure that the proxy will be able to listen, before an older proxy is
 * stopped for it.
 *
 * @throws Error naming who holds a port, or what is wrong with the address
 */
export async function refuseTakenPorts(docker: Docker, published: Published): Promise<void> {
  const { stack, listenAddress, port, httpsPort, tls } = published;
  await refuseTakenPort(docker, { stack, listenAddress, port, key: "port" });
  if (tls !== "off")
    await refuseTakenPort(docker, { stack, listenAddress, port: httpsPort, key: "httpsPort" });
}

/** The same for one port. */
export async function refuseTakenPort(docker: Docker, wanted: Wanted): Promise<void> {
  const { stack, listenAddress, port, key } = wanted;
  const held = (await docker.listContainers()).flatMap((container) =>
    container.Ports.filter((each) => isInTheWay(each, wanted)).map(({ IP }) => ({
      container,
      address: IP,
      isOwn: container.Labels[labelNames.stack] === stack,
    })),
  );
  // Whatever others publish, it does not keep this stack from listening there.
  if (held.some(({ isOwn, address }) => isOwn && address === listenAddress)) return;
  const holder = held.find(({ isOwn }) => !isOwn)?.container;
  if (holder !== undefined) {
    const name = holder.Names[0]?.slice(1) ?? holder.Id.slice(0, 12);
    throw new Error(
      `tally:${key} is ${port}, which container ${name} already publishes; choose another port`,
    );
  }
  if (held.length === 0 && isLocal(docker)) await tryToListen(wanted);
}

const anyAddress = ["", "0.0.0.0", "::"];

/** Whether what a container publishes leaves no room for what is wanted. */
function isInTheWay({ IP = "", PublicPort, Type }: Docker.Port, { listenAddress, port }: Wanted): boolean {
  if (Type !== "tcp" || PublicPort !== port) return false;
  return IP === listenAddress || anyAddress.includes(IP) || anyAddress.includes(listenAddress);
}

function isLocal(docker: Docker): boolean {
  return (docker.modem as { socketPath?: string }).socketPath !== undefined;
}

async function tryToListen({ listenAddress, port, key }: Wanted): Promise<void> {
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
