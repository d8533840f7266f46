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

/** What an answer of nginx's own has, and none of a replica's. */
const ownHeaders: Readonly<Record<string, string>> = {
  // A script of any origin is to see why it was refused, and when to come back.
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "Retry-After, X-Request-Id",
  // Nor would browsers go on to https when TLS is off again.
  "Cache-Control": "no-store",
};

/** The variables behind `headerLines`. */
export function renderHeaders(): string {
  const lacking = Object.entries(headers).map(([name, value]) => {
    return map(`$upstream_http_${snake(name)}`, `$own_${snake(name)}`, { "": value });
  });
  const own = Object.entries(ownHeaders).map(([name, value]) => {
    return map("$upstream_http_x_request_id", `$own_${snake(name)}`, { "": value });
  });
  // Replicas say when to come back themselves.
  const retries = map("$upstream_http_x_request_id:$status", "$own_retry_after", {
    "~^:(429|502|503|504)$": "1",
  });
  return [...lacking, ...own, retries].join("");
}

/**
 * The lines that add what an answer lacks. An empty value adds nothing. No
 * location may have an add_header of its own: it would lose all of these.
 */
export function headerLines(): string[] {
  const names = [...Object.keys(headers), ...Object.keys(ownHeaders), "Retry-After"];
  return names.map((name) => addHeader(name, `$own_${snake(name)}`));
}

export function addHeader(name: string, value: string): string {
  return `add_header ${name} ${value} always;`;
}

function snake(name: string): string {
  return name.toLowerCase().replaceAll("-", "_");
}
