import { block } from "./block.ts";

/**
 * What the proxy says where no replica answers: a page to whoever asked for the
 * page, and to all others a problem as the service's own are.
 *
 * A GET that counts is not sent to a second replica once the first one has it:
 * that one may have counted before it died, and the number would be missing.
 * nginx knows this of POST by itself. Where nothing was sent yet, another
 * replica is tried as always.
 */
export function renderOutage(proxied: readonly string[]): string[] {
  const counting = ["proxy_next_upstream off;", "error_page 502 504 = @unanswered;", ...proxied];
  return [
    "recursive_error_pages on;",
    "error_page 502 504 = @unavailable;",
    block("location = /", ["error_page 502 504 = @unavailable-page;", ...proxied]),
    ...["= /count", "^~ /hit/", "^~ /badge/"].map((path) => block(`location ${path}`, counting)),
    block("location @unanswered", [
      "default_type application/problem+json;",
      ...headers,
      block("if ($upstream_bytes_sent != 0)", [`return 503 '${problem}';`]),
      ...proxied,
    ]),
    block("location @unavailable", [
      "default_type application/problem+json;",
      ...headers,
      `return 503 '${problem}';`,
    ]),
    block("location @unavailable-page", ["default_type text/html;", ...headers, `return 503 '${page}';`]),
  ];
}

const headers = ["add_header Retry-After 1 always;", "add_header Cache-Control no-store always;"];

const problem = JSON.stringify({
  type: "about:blank",
  title: "Service Unavailable",
  status: 503,
  detail: "No answer came from the service. Please try again in a moment.",
  requestId: "$request_id",
});

const page = [
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tally</title>',
  '<meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="3"></head>',
  "<body><h1>Tally is restarting</h1><p>All counts are kept. This page tries again by itself.</p></body></html>",
].join("");
