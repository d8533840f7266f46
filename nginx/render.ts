import { block } from "./block.ts";
import { renderOutage } from "./outage.ts";

/** One replica as the proxy sees it. */
export interface UpstreamServer {
  /** The name that Docker's DNS knows it by. */
  readonly name: string;
  /** Its address at the moment of the switch, where that is known. */
  readonly address?: string;
}

/** What the user may set of the proxy; all of it is changed by a reload. */
export interface RoutesSettings {
  readonly servicePort: number;
  /** The longest that a replica may take for an answer. */
  readonly requestTimeoutSeconds: number;
  /** The largest request body that is let through. */
  readonly maxBodyKilobytes: number;
}

/** A stream is silent for no longer than its heartbeat of 15 s, whatever an answer may take. */
const streamTimeoutSeconds = 60;
/** A client that takes nothing of its stream for this long is cut off: an old worker would wait for it. */
const stuckSeconds = 10;
/** The longest line of an export, which an import has to get through. */
const importKilobytes = 17 * 1024;

/** The port that the proxy listens on inside its container. */
export const proxyPort = 8080;

/**
 * The upstream block for a list of replicas.
 *
 * A name with `resolve` is found again after a restart that changed addresses,
 * but a freshly loaded configuration has no address for it until Docker's DNS
 * has answered, and nginx refuses requests meanwhile ("no live upstreams").
 * The address of the moment, as a backup, serves exactly that gap.
 */
export function renderUpstream(servers: readonly UpstreamServer[], settings: RoutesSettings): string {
  const peers = servers.flatMap(({ name, address }) => [
    `server ${name}:${settings.servicePort} resolve max_fails=0;`,
    ...(address === undefined ? [] : [`server ${address}:${settings.servicePort} max_fails=0 backup;`]),
  ]);
  return block("upstream tally", ["zone tally 256k;", ...peers, "keepalive 64;", "keepalive_timeout 60s;"]);
}

/** Everything that the proxy routes: the file that a switch tests and loads. */
export function renderRoutes(servers: readonly UpstreamServer[], settings: RoutesSettings): string {
  if (servers.length === 0) throw new RangeError("the proxy needs at least one replica to route to");
  return `${renderUpstream(servers, settings)}\n${renderSite(settings)}`;
}

function renderSite(settings: RoutesSettings): string {
  const location = (path: string, lines: readonly string[]) =>
    block(`location ${path}`, ["proxy_pass http://tally;", ...lines]);
  const answerInTime = `proxy_read_timeout ${settings.requestTimeoutSeconds}s;`;
  return block("server", [
    `listen ${proxyPort} backlog=4096;`,
    `client_max_body_size ${settings.maxBodyKilobytes}k;`,
    "proxy_http_version 1.1;",
    'proxy_set_header Connection "";',
    "proxy_set_header Host $http_host;",
    "proxy_set_header X-Real-IP $remote_addr;",
    "proxy_set_header X-Forwarded-For $remote_addr;",
    "proxy_set_header X-Forwarded-Proto $scheme;",
    "proxy_set_header X-Request-Id $request_id;",
    "proxy_connect_timeout 2s;",
    "proxy_next_upstream error timeout;",
    "proxy_next_upstream_tries 3;",
    "proxy_next_upstream_timeout 10s;",
    // A reader that is slower than the service slows it down, and fills no disk.
    "proxy_max_temp_file_size 0;",
    location("/", [answerInTime]),
    location("= /api/v1/live", [
      `proxy_read_timeout ${streamTimeoutSeconds}s;`,
      `send_timeout ${stuckSeconds}s;`,
    ]),
    location("= /api/v1/import", [
      answerInTime,
      `client_max_body_size ${Math.max(importKilobytes, settings.maxBodyKilobytes)}k;`,
      // Refused by the service, for want of the owner key, before it is here.
      "proxy_request_buffering off;",
    ]),
    ...renderOutage(["proxy_pass http://tally;", answerInTime]),
  ]);
}
