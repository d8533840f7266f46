import { block } from "./block.ts";
import { addHeader, headerLines } from "./headers.ts";
import { hostNeeded } from "./host.ts";
import { logLines } from "./log.ts";
import { proxyPort, proxyTlsPort } from "./ports.ts";
import { problemLines } from "./problems.ts";
import type { RoutesSettings, TlsSettings } from "./settings.ts";

/** Where the proxy keeps its routes and its certificates, on a volume. */
export const routesDirectory = "/etc/nginx/routes";

/** Those that TLS 1.2 clients of the last ten years have: forward secret and authenticated. */
const ciphers = ["ECDHE-ECDSA", "ECDHE-RSA"].flatMap((exchange) =>
  ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305"].map((cipher) => `${exchange}-${cipher}`),
);

const hstsSeconds = 365 * 24 * 3600;

/** The lines by which a server listens. */
export function listenLines(tls: TlsSettings | undefined): string[] {
  if (tls === undefined) return [`listen ${proxyPort} backlog=4096;`];
  return [
    `listen ${proxyTlsPort} ssl backlog=4096;`,
    "http2 on;",
    `ssl_certificate ${routesDirectory}/${tls.pair};`,
    `ssl_certificate_key ${routesDirectory}/${tls.pair};`,
    "ssl_protocols TLSv1.2 TLSv1.3;",
    `ssl_ciphers ${ciphers.join(":")};`,
    "ssl_prefer_server_ciphers off;",
    "ssl_session_cache shared:tls:10m;",
    "ssl_session_timeout 4h;",
    "ssl_session_tickets off;",
    // Plain http at the port for TLS.
    "error_page 497 = @https;",
    block("location @https", leadToHttps(tls)),
    ...(tls.hsts ? [addHeader("Strict-Transport-Security", `max-age=${hstsSeconds}`)] : []),
  ];
}

/** Where the proxy reaches its own site from inside. */
export function probeUrl(tls?: TlsSettings): string {
  return tls === undefined ? `http://127.0.0.1:${proxyPort}` : `https://127.0.0.1:${proxyTlsPort}`;
}

/** The server that leads from http to https; it keeps method and path. */
export function renderRedirect(settings: RoutesSettings): string {
  const { tls } = settings;
  if (tls === undefined) return "";
  return block("server", [
    `listen ${proxyPort} backlog=4096;`,
    ...logLines(settings),
    ...headerLines(),
    block("location /", leadToHttps(tls)),
    ...problemLines(),
  ]);
}

/** The ports for https that rendered routes lead visitors to. */
export function redirectPorts(routes: string): number[] {
  const redirects = routes.matchAll(/return 308 https:\/\/\$host(?::(\d+))?\$request_uri;/g);
  return [...redirects].map(([, port = "443"]) => Number(port));
}

function leadToHttps({ httpsPort }: TlsSettings): string[] {
  return [hostNeeded, `return 308 https://$host${httpsPort === 443 ? "" : `:${httpsPort}`}$request_uri;`];
}
