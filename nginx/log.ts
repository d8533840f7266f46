import { map } from "./block.ts";
import type { LogLevel, RoutesSettings } from "./settings.ts";

/**
 * What the log levels leave of the proxy's lines. nginx's own configuration gives one
 * to each request, and these give way to it where nothing else is wanted.
 */
type Kept = "all" | "untold" | "failures" | "none";

/** Which requests get a line. */
export function renderLog({ logLevel = "info" }: RoutesSettings): string {
  const maps: Record<Kept, string> = {
    all: "",
    // A replica has a line for each request that it answered. Told besides: what none answered,
    // what one alone did not, what failed, what took a second and more, and what a replica may
    // have refused before it was a request to it.
    untold: map("$status:$upstream_status:$request_time", "$is_untold", {
      "~^429:": "$is_logged",
      "~^(?!400|408|431)[1-4]\\d\\d:[1-4]\\d\\d:0\\.": "0",
      default: "1",
    }),
    // 501 and 505 tell a client of its own mistake.
    failures: map("$status", "$is_failure", { "~^50[15]": "0", "~^5": "1", default: "0" }),
    none: "",
  };
  return maps[kept(logLevel)];
}

/** The lines by which a server logs. */
export function logLines({ logLevel = "info" }: RoutesSettings): string[] {
  const lines: Record<Kept, string[]> = {
    all: [],
    untold: [logIf("$is_untold")],
    failures: [logIf("$is_failure")],
    none: ["access_log off;"],
  };
  return lines[kept(logLevel)];
}

function logIf(condition: string): string {
  return `access_log /dev/stdout json buffer=64k flush=1s if=${condition};`;
}

function kept(logLevel: LogLevel): Kept {
  if (logLevel === "trace" || logLevel === "debug") return "all";
  if (logLevel === "info") return "untold";
  return logLevel === "warn" || logLevel === "error" ? "failures" : "none";
}
