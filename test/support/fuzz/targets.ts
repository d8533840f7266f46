/** Exists while the requests are sent, with a history and unique visitors. */
export const knownCounter = { namespace: "fuzz", key: "known" } as const;

const known = `${knownCounter.namespace}/${knownCounter.key}`;

/** Paths that count nothing, whatever comes with them. */
export const readingPaths: readonly string[] = [
  "/livez",
  "/readyz",
  "/docs",
  "/openapi.json",
  `/get/${known}`,
  `/api/v1/counters/${known}`,
  `/api/v1/counters/${known}/history`,
  `/api/v1/values?counter=${known}`,
  `/badge/${known}.svg?count=false`,
];

/** Requests that count where they are let through. */
export const countingLines: readonly string[] = [
  "GET /count HTTP/1.1",
  "GET / HTTP/1.1",
  "POST /vote HTTP/1.1",
  `GET /hit/${known} HTTP/1.1`,
  `GET /badge/${known}.svg HTTP/1.1`,
  `POST /api/v1/counters/${known}/hit HTTP/1.1`,
];

/** A whole request that counts, to be hidden where nobody may find it. */
export function countingRequest(line: string): string {
  return `${line}\r\nHost: localhost\r\nUser-Agent: curl/8.5\r\n\r\n`;
}
