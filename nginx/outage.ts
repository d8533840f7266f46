import { block } from "./block.ts";
import { errorPages } from "./problems.ts";

/** How nginx says that a replica gave no answer. */
const unanswered = ["502", "504"];

/** What counts by GET, beside the page. */
const countingPaths = ["= /count", "^~ /hit/", "^~ /badge/"];

/** As the last replica failed it, so fails what one of them has got. */
const giveUpWhatWasSent = [
  "set $sent $upstream_bytes_sent/$upstream_status;",
  block("if ($sent ~ [1-9].*/.*504$)", ["return 504;"]),
  block("if ($sent ~ [1-9].*/)", ["return 502;"]),
];

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
 * knows this of POST by itself.
 *
 * Where nothing was sent yet, others are tried, from a list of replicas that is
 * fresh each time: nginx gives a request up ("no live upstreams") when the list
 * that it began with changes, as it does when the name of a dead one is forgotten.
 *
 * @param args the lines that pass a request on: to any replica, one that counts by GET,
 * and one that counts if it is a POST
 */
export function outageLines(args: Readonly<Record<"any" | "hits" | "mixed", readonly string[]>>): string[] {
  const location = (path: string, ...lines: (readonly string[])[]) => block(`location ${path}`, lines.flat());
  const once = ["proxy_next_upstream off;", ...args.hits];
  const triedTwice = (name: string, whenThatFails: readonly string[]) => [
    location(name, leadTo(`${name}_again`), giveUpWhatWasSent, args.any),
    location(`${name}_again`, whenThatFails, giveUpWhatWasSent, args.any),
  ];
  return [
    "recursive_error_pages on;",
    location("/", leadTo("@unsent"), args.mixed),
    ...countingPaths.map((path) => location(path, leadTo("@unsent"), once)),
    ...triedTwice("@unsent", []),
    location("= /", leadTo("@page_unsent"), once),
    ...triedTwice("@page_unsent", leadTo("@restarting")),
    location("@restarting", ["default_type text/html;", `return 503 '${page}';`]),
  ];
}

function leadTo(location: string): string[] {
  return [...errorPages(unanswered), `error_page ${unanswered.join(" ")} = ${location};`];
}
