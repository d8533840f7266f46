import type { IncomingHttpHeaders } from "node:http";

const hostPattern = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/** Where a visitor has found this service: what the proxy says, which is what the browser said. */
export function originOf(headers: IncomingHttpHeaders): string {
  const scheme = headers["x-forwarded-proto"] === "https" ? "https" : "http";
  const { host = "" } = headers;
  return `${scheme}://${hostPattern.test(host) ? host : "localhost"}`;
}
