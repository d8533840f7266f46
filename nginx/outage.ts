import { block } from "./block.ts";
import { errorPages } from "./problems.ts";

/** How nginx says that a replica gave no answer. */
const unanswered = ["502", "504"];

/** What counts by GET, beside the page. */
const countingPaths = ["= /count", "^~ /hit/", "^~ /badge/"];

/** Fails as the last replica failed a request which one of them has got, whatever it does. */
const giveUpWhatWasSent = giveUp("");
/** Fails what one of them has got, but for what only reads and failed at once. */
const giveUpWhatWasDone = giveUp("(?!GET |HEAD )");

const page = [
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tally</title>',
  '<meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="3"></head>',
  "<body><h1>Tally is restarting</h1><p>All counts are kept. This page tries again by itself.</p></body></html>",
].join("");

/** What each kind of request is passed on by, line by line. */
interface Passing {
  readonly hits: readonly string[];
  /** Counts if it is a POST. */
  readonly mixed: readonly string[];
  /** Who is asked instead, in this order. */
  readonly standIns: readonly (readonly string[])[];
}

/**
 * What becomes of requests to which a replica gives no answer. Whoever asked for
 * the page gets one.
 *
 * What counts or changes something is sent to no second replica once one of them has
 * it: that one may have done it before it died, and it would be done twice. nginx
 * knows this of POST alone, so each location here asks one replica and leads to the next.
 *
 * Where nothing was sent yet, others are tried, from a list of replicas that is
 * fresh each time: nginx gives a request up ("no live upstreams") when the list
 * that it began with changes, as it does when the name of a dead one is forgotten.
 */
export function outageLines({ hits, mixed, standIns }: Passing): string[] {
  const location = (path: string, ...lines: (readonly string[])[]) =>
    block(`location ${path}`, ["proxy_next_upstream off;", ...lines.flat()]);
  const chain = (name: string, giveUp: readonly string[], whenAllFail: readonly string[] = []) =>
    standIns.map((standIn, index) =>
      location(
        nth(name, index),
        index < standIns.length - 1 ? leadTo(nth(name, index + 1)) : whenAllFail,
        giveUp,
        standIn,
      ),
    );
  return [
    "recursive_error_pages on;",
    location("/", leadTo("@undone"), mixed),
    ...chain("@undone", giveUpWhatWasDone),
    ...countingPaths.map((path) => location(path, leadTo("@unsent"), hits)),
    ...chain("@unsent", giveUpWhatWasSent),
    location("= /", leadTo("@page_unsent"), hits),
    ...chain("@page_unsent", giveUpWhatWasSent, leadTo("@restarting")),
    block("location @restarting", ["default_type text/html;", `return 503 '${page}';`]),
  ];
}

function leadTo(location: string): string[] {
  return [...errorPages(unanswered), `error_page ${unanswered.join(" ")} = ${location};`];
}

function nth(name: string, index: number): string {
  return index === 0 ? name : `${name}_${index + 1}`;
}

/** @param which requests fail beside those that took too long: what their methods begin with, as a pattern */
function giveUp(which: string): string[] {
  return [
    'set $sent "$request_method $upstream_bytes_sent/$upstream_status";',
    // Only the last one has had it for so long.
    block("if ($sent ~ ' [1-9]\\d*/.*504$')", ["return 504;"]),
    block(`if ($sent ~ '^${which}\\S+ .*[1-9].*/')`, ["return 502;"]),
  ];
}
