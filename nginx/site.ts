import { block } from "./block.ts";
import { headerLines } from "./headers.ts";
import { hostNeeded } from "./host.ts";
import { limitLines } from "./limits.ts";
import { logLines } from "./log.ts";
import { outageLines } from "./outage.ts";
import { problemLines } from "./problems.ts";
import type { RoutesSettings } from "./settings.ts";
import { listenLines } from "./tls.ts";
import type { Destinations } from "./turns.ts";
import { everyReplica } from "./upstream.ts";

/** A stream is silent for no longer than its heartbeat of 15 s, whatever an answer may take. */
const streamTimeoutSeconds = 60;
/** A client that takes nothing of its stream for this long is cut off: an old worker would wait for it. */
const stuckSeconds = 10;
/** The longest line of an export, which an import has to get through. */
const importKilobytes = 17 * 1024;

/** Where the server finds the replicas. */
export interface Upstreams extends Destinations {
  /** Who is asked instead of the first one, in this order. */
  readonly standIns: readonly string[];
}

/** The server that passes requests on to the replicas. */
export function renderSite(settings: RoutesSettings, { hits, mixed, standIns }: Upstreams): string {
  const passed = (to: string, lines: readonly string[]) => [`proxy_pass http://${to};`, ...lines, hostNeeded];
  const proxied = (lines: readonly string[]) => passed(everyReplica, lines);
  const location = (path: string, lines: readonly string[]) => block(`location ${path}`, proxied(lines));
  const answerInTime = `proxy_read_timeout ${settings.requestTimeoutSeconds}s;`;
  return block("server", [
    ...listenLines(settings.tls),
    ...logLines(settings),
    ...headerLines(),
    ...limitLines(settings.clients?.limit),
    `client_max_body_size ${settings.maxBodyKilobytes}k;`,
    "proxy_http_version 1.1;",
    'proxy_set_header Connection "";',
    "proxy_set_header Host $http_host;",
    "proxy_set_header X-Real-IP $remote_addr;",
    "proxy_set_header X-Forwarded-For $remote_addr;",
    "proxy_set_header X-Forwarded-Proto $client_scheme;",
    "proxy_set_header X-Request-Id $request_id;",
    "proxy_connect_timeout 2s;",
    "proxy_next_upstream error timeout;",
    "proxy_next_upstream_tries 3;",
    "proxy_next_upstream_timeout 10s;",
    // A reader that is slower than the service slows it down, and fills no disk.
    "proxy_max_temp_file_size 0;",
    location("= /api/v1/live", [
      `proxy_read_timeout ${streamTimeoutSeconds}s;`,
      `send_timeout ${stuckSeconds}s;`,
    ]),
    location("= /api/v1/import", [
      answerInTime,
      `client_max_body_size ${importKilobytes}k;`,
      // Refused by the service, for want of the owner key, before it is here.
      "proxy_request_buffering off;",
    ]),
    ...outageLines({
      hits: passed(hits, [answerInTime]),
      mixed: passed(mixed, [answerInTime]),
      standIns: standIns.map((standIn) => passed(standIn, [answerInTime])),
    }),
    ...problemLines(),
  ]);
}
