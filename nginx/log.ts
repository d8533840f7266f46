import { map } from "./block.ts";
import type { LogLevel, RoutesSettings } from "./settings.ts";

/**
 * Which requests get a line. nginx's own configuration gives one to each, and these
 * give way to it where nothing else is wanted.
 */
export function renderLog({ logLevel = "info" }: RoutesSettings): string {
  return kept(logLevel) === "failures" ? map("$status", "$is_failure", { "~^5": "1", default: "0" }) : "";
}

/** The lines by which a server logs. */
export function logLines({ logLevel = "info" }: RoutesSettings): string[] {
  const lines = {
    all: [],
    failures: ["access_log /dev/stdout json buffer=64k flush=1s if=$is_failure;"],
    none: ["access_log off;"],
  };
  return lines[kept(logLevel)];
}

function kept(logLevel: LogLevel): "all" | "failures" | "none" {
  if (logLevel === "warn" || logLevel === "error") return "failures";
  return logLevel === "fatal" || logLevel === "silent" ? "none" : "all";
}
