import { block } from "./block.ts";
import type { RoutesSettings } from "./settings.ts";

/** The upstream of all replicas. */
export const everyReplica = "tally";

/** One replica as the proxy sees it. */
export interface UpstreamServer {
  /** The name that Docker's DNS knows it by. */
  readonly name: string;
  /** Its address at the moment of the switch, where that is known. */
  readonly address?: string;
  /** A file with such addresses, where only the proxy itself can know them. */
  readonly addresses?: string;
}

/** Which replicas rendered routes lead to, as `name:port`. */
export function routedServers(routes: string): string[] {
  return [
    ...new Set([...routes.matchAll(/server (\S+:\d+) resolve/g)].flatMap(([, server]) => server ?? [])),
  ];
}

/** The names of those. */
export function routedReplicas(routes: string): string[] {
  return routedServers(routes).map((server) => server.replace(/:\d+$/, ""));
}

/** The upstreams of one replica each, where there are several. */
export function replicaUpstreams(servers: readonly unknown[]): string[] {
  return servers.length < 2 ? [] : servers.map((_, index) => `${everyReplica}_${index + 1}`);
}

/** The upstream of all replicas, and those of one each. */
export function renderUpstreams(
  servers: readonly UpstreamServer[],
  settings: Pick<RoutesSettings, "servicePort">,
): string {
  const each = replicaUpstreams(servers).map((name, index) =>
    renderUpstream(servers.slice(index, index + 1), settings, name),
  );
  return [renderUpstream(servers, settings), ...each].join("\n");
}

/**
 * Where one name is many replicas, nobody but nginx can tell one that fails from the others; each
 * attempt at a request would come to it again.
 */
const putAside = "max_fails=1 fail_timeout=2s";

/**
 * The upstream block for a list of replicas.
 *
 * A name with `resolve` is found again after a restart that changed addresses,
 * but a freshly loaded configuration has no address for it until Docker's DNS
 * has answered, and nginx refuses requests meanwhile ("no live upstreams").
 * The address of the moment, as a backup, serves exactly that gap.
 */
export function renderUpstream(
  servers: readonly UpstreamServer[],
  { servicePort }: Pick<RoutesSettings, "servicePort">,
  upstream = everyReplica,
): string {
  const peers = servers.flatMap(({ name, address, addresses }) => [
    `server ${name}:${servicePort} resolve ${addresses === undefined ? "max_fails=0" : putAside};`,
    ...(address === undefined ? [] : [`server ${address}:${servicePort} max_fails=0 backup;`]),
    ...(addresses === undefined ? [] : [`include ${addresses};`]),
  ]);
  const zone = `zone ${upstream} 256k;`;
  return block(`upstream ${upstream}`, [zone, ...peers, "keepalive 64;", "keepalive_timeout 60s;"]);
}
