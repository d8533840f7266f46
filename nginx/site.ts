import { block } from "./block.ts";
import { headerLines } from "./headers.ts";
import { limitLines } from "./limits.ts";
import { problemLines } from "./problems.ts";
import type { RoutesSettings } from "./settings.ts";
import { listenLines } from "./tls.ts";

/** The server that passes requests on to the replicas. */
export function renderSite(settings: RoutesSettings): string {
  const location = block("location /", [
    "proxy_pass http://tally;",
    "proxy_http_version 1.1;",
    'proxy_set_header Connection "";',
    "proxy_set_header Host $http_host;",
    "proxy_set_header X-Real-IP $remote_addr;",
    "proxy_set_header X-Forwarded-For $remote_addr;",
    "proxy_set_header X-Forwarded-Proto $client_scheme;",
    "proxy_set_header X-Request-Id $request_id;",
    "proxy_connect_timeout 2s;",
    `proxy_read_timeout ${settings.requestTimeoutSeconds}s;`,
    "proxy_next_upstream error timeout;",
    "proxy_next_upstream_tries 3;",
    "proxy_next_upstream_timeout 10s;",
  ]);
  return block("server", [
    ...listenLines(settings.tls),
    ...headerLines(),
    ...limitLines(settings.clients?.limit),
    `client_max_body_size ${settings.maxBodyKilobytes}k;`,
    location,
    ...problemLines(),
  ]);
}
