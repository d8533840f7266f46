import { styleText } from "node:util";
import type { Level, LogLine } from "./log-line.ts";

const styles: Readonly<Record<Level, Parameters<typeof styleText>[0]>> = {
  trace: "dim",
  debug: "dim",
  info: "green",
  warn: "yellow",
  error: "red",
  fatal: "red",
};

/** What is on every line of the service, or shown in a place of its own. */
const placed = new Set(["level", "time", "msg", "release", "replica", "env", "err", "requestId"]);
const ofRequests = new Set([
  ...["method", "route", "path", "status", "durationMs", "durationSeconds", "client"],
  ...["bytes", "upstream", "upstreamStatus"],
]);

/** A line for people: when, who, how bad, what. @param width that names are padded to */
export function renderLine(line: LogLine, stack: string, width: number): string {
  const { at, container, level } = line;
  const name = shortName(container, stack).padEnd(width);
  return `${at.slice(11, 23)} ${name} ${styleText(styles[level], level.padEnd(5))} ${renderContent(line)}`;
}

/** Without what all of a stack's containers are called alike. */
export function shortName(container: string, stack: string): string {
  const prefix = `tally-${stack}-`;
  return container.startsWith(prefix) ? container.slice(prefix.length) : container;
}

/** The line as it was written; what is not JSON becomes it, so that all of it can be read by machines. */
export function renderJson({ container, at, level, text, fields }: LogLine): string {
  return fields ? text : JSON.stringify({ level, time: at, container, msg: text });
}

function renderContent({ text, fields }: LogLine): string {
  if (fields === undefined) return text;
  const isRequest = "status" in fields && "method" in fields;
  const words = isRequest ? [renderRequest(fields)] : [String(fields.msg ?? "")];
  for (const [key, value] of Object.entries(fields)) {
    if (placed.has(key) || (isRequest && ofRequests.has(key))) continue;
    words.push(`${key}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  }
  if (fields.requestId !== undefined) words.push(styleText("dim", `id=${fields.requestId}`));
  return `${words.join(" ")}${renderError(fields.err)}`;
}

function renderRequest(fields: Readonly<Record<string, unknown>>): string {
  const { method, route, path, status, durationMs, durationSeconds, client, upstream } = fields;
  const duration = durationMs ?? Math.round(Number(durationSeconds) * 1000);
  const to = upstream ? ` → ${upstream}` : "";
  return `${method} ${route ?? path} ${status} ${duration} ms ${client}${to}`;
}

function renderError(error: unknown): string {
  if (error === null || typeof error !== "object") return "";
  const { stack, message, cause } = error as { stack?: string; message?: string; cause?: unknown };
  return `\n  ${(stack ?? message ?? "").replaceAll("\n", "\n  ")}${renderError(cause)}`;
}
