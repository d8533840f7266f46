import { map } from "./block.ts";

/** What every answer has; a replica's own wins. */
const headers: Readonly<Record<string, string>> = {
  "Content-Security-Policy":
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "X-Request-Id": "$request_id",
};

/** The variables behind `headerLines`. */
export function renderHeaders(): string {
  const own = Object.entries(headers).map(([name, value]) => {
    return map(`$upstream_http_${snake(name)}`, `$own_${snake(name)}`, { "": value });
  });
  // Replicas say when to come back themselves.
  const retries = map("$upstream_http_x_request_id:$status", "$own_retry_after", {
    "~^:(429|502|503|504)$": "1",
  });
  return [...own, retries].join("");
}

/**
 * The lines that add what an answer lacks. An empty value adds nothing. No
 * location may have an add_header of its own: it would lose all of these.
 */
export function headerLines(): string[] {
  return [...Object.keys(headers), "Retry-After"].map((name) => addHeader(name, `$own_${snake(name)}`));
}

export function addHeader(name: string, value: string): string {
  return `add_header ${name} ${value} always;`;
}

function snake(name: string): string {
  return name.toLowerCase().replaceAll("-", "_");
}
