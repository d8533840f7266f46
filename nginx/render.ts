import { block } from "./block.ts";
import { renderClients } from "./clients.ts";
import { renderHeaders } from "./headers.ts";
import { renderLimits, renderPatience } from "./limits.ts";
import { renderProblems } from "./problems.ts";
import type { RoutesSettings } from "./settings.ts";
import { renderSite } from "./site.ts";
import { renderRedirect } from "./tls.ts";

/** One replica as the proxy sees it. */
export interface UpstreamServer {
  /** The name that Docker's DNS knows it by. */
  readonly name: string;
  /** Its address at the moment of the switch, where that is known. */
  readonly address?: string;
  /** A file with such addresses, where only the proxy itself can know them. */
  readonly addresses?: string;
}

/**
 * The upstream block for a list of replicas.
 *
 * A name with `resolve` is found again after a restart that changed addresses,
 * but a freshly loaded configuration has no address for it until Docker's DNS
 * has answered, and nginx refuses requests meanwhile ("no live upstreams").
 * The address of the moment, as a backup, serves exactly that gap.
 */
export function renderUpstream(servers: readonly UpstreamServer[], settings: RoutesSettings): string {
  const peers = servers.flatMap(({ name, address, addresses }) => [
    `server ${name}:${settings.servicePort} resolve max_fails=0;`,
    ...(address === undefined ? [] : [`server ${address}:${settings.servicePort} max_fails=0 backup;`]),
    ...(addresses === undefined ? [] : [`include ${addresses};`]),
  ]);
  return block("upstream tally", ["zone tally 256k;", ...peers, "keepalive 64;", "keepalive_timeout 60s;"]);
}

/** Everything that the proxy routes: the file that a switch tests and loads. */
export function renderRoutes(servers: readonly UpstreamServer[], settings: RoutesSettings): string {
  if (servers.length === 0) throw new RangeError("the proxy needs at least one replica to route to");
  const { clients = {}, tls } = settings;
  const parts = [
    renderUpstream(servers, settings),
    renderClients(clients),
    renderLimits(clients),
    renderPatience(clients),
    renderHeaders(),
    renderProblems(),
    renderRedirect(tls),
    renderSite(settings),
  ];
  return parts.filter(Boolean).join("\n");
}
