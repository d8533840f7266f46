import type { LevelWithSilent } from "pino";
import { createLog, type Log } from "../../service/log/log.ts";

export type LogLine = Readonly<Record<string, unknown>> & { readonly msg?: string; readonly level: string };

/** A log that keeps its lines for a test to read. */
export function createKeptLog(level: LevelWithSilent = "debug"): {
  log: Log;
  lines: LogLine[];
  text(): string;
} {
  const lines: LogLine[] = [];
  const log = createLog(
    level,
    { release: "r1", replica: "web-1" },
    { write: (line) => lines.push(JSON.parse(line)) },
  );
  return { log, lines, text: () => JSON.stringify(lines) };
}

export const silentLog = createLog("silent", {});
