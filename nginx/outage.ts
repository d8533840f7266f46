import { block } from "./block.ts";
import { errorPages } from "./problems.ts";

/** How nginx says that a replica gave no answer. */
const unanswered = ["502", "504"];

const page = [
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tally</title>',
  '<meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="3"></head>',
  "<body><h1>Tally is restarting</h1><p>All counts are kept. This page tries again by itself.</p></body></html>",
].join("");

/**
 * What becomes of requests to which a replica gives no answer. Whoever asked for
 * the page gets one.
 *
 * A GET that counts is sent to no second replica once the first one has it: that
 * one may have counted before it died, and the hit would be counted twice. nginx
 * knows this of POST by itself. Where nothing was sent yet, another replica is
 * tried as always.
 *
 * @param proxied the lines that pass a request on
 */
export function outageLines(proxied: readonly string[]): string[] {
  const counting = ["proxy_next_upstream off;", ...leadTo("@unanswered"), ...proxied];
  return [
    "recursive_error_pages on;",
    block("location = /", [...leadTo("@restarting"), ...proxied]),
    ...["= /count", "^~ /hit/", "^~ /badge/"].map((path) => block(`location ${path}`, counting)),
    block("location @unanswered", [block("if ($upstream_bytes_sent != 0)", ["return 502;"]), ...proxied]),
    block("location @restarting", ["default_type text/html;", `return 503 '${page}';`]),
  ];
}

function leadTo(location: string): string[] {
  return [...errorPages(unanswered), `error_page ${unanswered.join(" ")} = ${location};`];
}
