/** The levels of all that Tally logs, the least important first. */
export const levels = ["trace", "debug", "info", "warn", "error", "fatal"] as const;

export type Level = (typeof levels)[number];

/** A line of a container's log. */
export interface LogLine {
  /** The container, by name. */
  readonly container: string;
  /** When the engine got it, as RFC 3339 with nanoseconds, so that texts sort as times do. */
  readonly at: string;
  readonly level: Level;
  /** What was written, without its line break. */
  readonly text: string;
  /** What it says; undefined where it is not JSON. */
  readonly fields: Readonly<Record<string, unknown>> | undefined;
}

/** @param stamped a line as the engine gives it, behind its time */
export function parseLogLine(container: string, stamped: string): LogLine {
  const [, at = "", text = ""] = /^(\d{4}-\d\d-\d\dT\S+Z) ?(.*)$/s.exec(stamped) ?? ["", "", stamped];
  const fields = parseFields(text);
  return { container, at, text, fields, level: fields ? levelNamed(fields.level) : levelOf(text) };
}

function parseFields(text: string): LogLine["fields"] {
  if (!text.startsWith("{")) return undefined;
  try {
    return JSON.parse(text) as LogLine["fields"];
  } catch {
    return undefined;
  }
}

function levelNamed(name: unknown): Level {
  return levels.find((level) => level === String(name).toLowerCase()) ?? "info";
}

const nginxLevels: Readonly<Record<string, Level>> = {
  debug: "debug",
  warn: "warn",
  error: "error",
  crit: "fatal",
  alert: "fatal",
  emerg: "fatal",
};
const redisLevels: Readonly<Record<string, Level>> = { ".": "debug", "-": "debug", "#": "warn" };

/** Who does not write JSON has ways of its own: nginx's errors, Redis, Prometheus. */
function levelOf(text: string): Level {
  const [, nginx] = /^\d{4}\/\d\d\/\d\d \S+ \[(\w+)\]/.exec(text) ?? [];
  if (nginx !== undefined) return nginxLevels[nginx] ?? "info";
  const [, redis] = /^\d+:[A-Z] \d+ \w+ \d{4} \S+ (\S) /.exec(text) ?? [];
  if (redis !== undefined) return redisLevels[redis] ?? "info";
  const [, logfmt] = /\blevel=(\w+)/.exec(text) ?? [];
  return levelNamed(logfmt);
}
