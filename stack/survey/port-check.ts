import { createServer } from "node:net";
import type Docker from "dockerode";
import type { StackConfig } from "../config/config.ts";
import { labelNames } from "../containers/labels.ts";
import { isEveryAddress } from "../public-url.ts";

type Published = Pick<StackConfig, "stack" | "port" | "httpsPort" | "tls" | "listenAddress">;

interface Wanted {
  readonly stack: string;
  /** The role of the container that is to publish the port. */
  readonly role: "proxy" | "prometheus" | "grafana";
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
  const wanted = { stack, role: "proxy", listenAddress } as const;
  await refuseTakenPort(docker, { ...wanted, port, key: "port" });
  if (tls !== "off") await refuseTakenPort(docker, { ...wanted, port: httpsPort, key: "httpsPort" });
}

/** The same for one port. */
export async function refuseTakenPort(docker: Docker, wanted: Wanted): Promise<void> {
  const { stack, role, listenAddress, port, key } = wanted;
  const held = (await docker.listContainers()).flatMap((container) =>
    container.Ports.filter((each) => isInTheWay(each, wanted)).map(({ IP }) => ({
      container,
      address: IP,
      isPredecessor:
        container.Labels[labelNames.stack] === stack && container.Labels[labelNames.role] === role,
    })),
  );
  // Whatever others publish, it does not keep this one from listening there.
  if (held.some(({ isPredecessor, address }) => isPredecessor && address === listenAddress)) return;
  const holder = held.find(({ isPredecessor }) => !isPredecessor)?.container;
  if (holder !== undefined) {
    const name = holder.Names[0]?.slice(1) ?? holder.Id.slice(0, 12);
    throw new Error(
      `tally:${key} is ${port}, which container ${name} already publishes; choose another port`,
    );
  }
  if (isLocal(docker)) await tryToListen(wanted, held.length > 0);
}

/** Whether what a container publishes leaves no room for what is wanted. */
function isInTheWay({ IP = "", PublicPort, Type }: Docker.Port, { listenAddress, port }: Wanted): boolean {
  if (Type !== "tcp" || PublicPort !== port) return false;
  return IP === listenAddress || isEveryAddress(IP) || isEveryAddress(listenAddress);
}

function isLocal(docker: Docker): boolean {
  return (docker.modem as { socketPath?: string }).socketPath !== undefined;
}

/** @param isHeld whether a container that will be replaced listens there, which may be all that is in the way */
async function tryToListen({ listenAddress, port, key }: Wanted, isHeld: boolean): Promise<void> {
  const server = createServer();
  const code = await new Promise<string | undefined>((resolve) => {
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    server.listen({ port, host: listenAddress, exclusive: true }, () => resolve(undefined));
  });
  await new Promise((resolve) => server.close(resolve));
  if (code === "EADDRINUSE" && !isHeld) {
    throw new Error(
      `tally:${key} is ${port}, which another program on this host listens on; choose another port`,
    );
  }
  if (code === "EADDRNOTAVAIL") {
    throw new Error(`tally:listenAddress is ${listenAddress}, which is no address of this host`);
  }
}
