import { block, map } from "./block.ts";
import { addHeader } from "./headers.ts";
import type { ClientLimit, ClientSettings } from "./settings.ts";

/**
 * What is counted of each client. Requests from inside the container, which
 * gate and probe, have no key and are not counted. An IPv6 client usually has
 * all addresses of a /64, so those count as one; an IPv4 address that a proxy
 * writes as IPv6 (::ffff:192.0.2.7) counts as itself.
 */
export function renderLimits({ limit }: Partial<ClientSettings>): string {
  if (limit === undefined) return "";
  return [
    block("geo $realip_remote_addr $is_inside", ["default 0;", "127.0.0.0/8 1;"]),
    map("$binary_remote_addr", "$client_network", {
      default: "$binary_remote_addr",
      "~^(?s)\\x00{10}\\xff{2}(?<mapped>.{4})$": "$mapped",
      "~^(?s)(?<network>.{8}).{8}$": "$network",
    }),
    map("$is_inside", "$limited_client", { 0: "$client_network" }),
    map("$limit_req_status", "$rate_limit", { REJECTED: '"default";r=0;t=1' }),
    `limit_req_zone $limited_client zone=requests:10m rate=${limit.requestsPerSecond}r/s;\n`,
    "limit_conn_zone $limited_client zone=connections:10m;\n",
  ].join("");
}

/** The lines that limit the clients of a server. */
export function limitLines(limit: ClientLimit | undefined): string[] {
  if (limit === undefined) return [];
  // nginx takes no burst of 0, and has none where it is told of none.
  const burst = limit.burst === 0 ? "" : ` burst=${limit.burst} nodelay`;
  return [
    `limit_req zone=requests${burst};`,
    `limit_conn connections ${limit.connections};`,
    "limit_req_status 429;",
    "limit_conn_status 429;",
    // A flood must not become one of log lines; the access log shows a part of it.
    "limit_req_log_level info;",
    "limit_conn_log_level info;",
    addHeader("RateLimit-Policy", `'"default";q=${limit.requestsPerSecond};w=1'`),
    addHeader("RateLimit", "$rate_limit"),
  ];
}

/** The lines that bound headers and slow clients, for every server. */
export function renderPatience({ maxHeaderKilobytes, timeoutSeconds }: Partial<ClientSettings>): string {
  const lines = [];
  if (maxHeaderKilobytes !== undefined) {
    lines.push(`large_client_header_buffers 2 ${Math.ceil(maxHeaderKilobytes / 2)}k;`);
  }
  if (timeoutSeconds !== undefined) {
    for (const name of ["client_header_timeout", "client_body_timeout", "send_timeout"]) {
      lines.push(`${name} ${timeoutSeconds}s;`);
    }
    lines.push("reset_timedout_connection on;");
  }
  return lines.map((line) => `${line}\n`).join("");
}
