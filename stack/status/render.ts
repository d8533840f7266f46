import { styleText } from "node:util";
import type { StoredCounts } from "./counts.ts";
import type { ContainerStatus, Status } from "./status.ts";

const megabyte = 1024 * 1024;
const dayMs = 24 * 60 * 60 * 1000;

/** The status as a page for a terminal. @param now in milliseconds since 1970 */
export function renderStatus(status: Status, now = Date.now()): string[] {
  const { stack, release, releases, containers, counts, requestsPerSecond } = status;
  const rows = [["container", "health", "release", "up", "memory", "cpu"], ...containers.map(rowOf)];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const [head = "", ...lines] = rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd(),
  );
  return [
    `Stack ${stack}, release ${release ?? "none"} (kept: ${releases.join(", ") || "none"})`,
    styleText("dim", head),
    ...lines.map((line, index) => emphasize(line, containers[index])),
    counts
      ? `  ${renderCounts(counts)}`
      : `  counts unknown: ${status.ownRedis ? "the stack's own Redis does not answer" : "they are in a Redis elsewhere, and Tally does not tell them"}`,
    `  requests per second ${requestsPerSecond ?? "unknown"}`,
    `  last backup: ${status.lastBackup ?? "none by a schedule; `npm run backups` lists those made by hand"}`,
    `  certificate: ${renderEnd(status.certificateEnd, now)}`,
  ];
}

function rowOf({ name, state, health, release, uptimeSeconds, ...usage }: ContainerStatus): string[] {
  const { memoryBytes, memoryLimitBytes, cpus } = usage;
  const memory =
    memoryBytes === undefined
      ? "-"
      : `${toMegabytes(memoryBytes)} of ${toMegabytes(memoryLimitBytes ?? 0)} MB`;
  return [
    name,
    state === "running" ? (health ?? state) : state,
    release ?? "-",
    uptimeSeconds === undefined ? "-" : renderDuration(uptimeSeconds),
    memory,
    cpus === undefined ? "-" : `${Math.round(cpus * 100)} %`,
  ];
}

function emphasize(line: string, container: ContainerStatus | undefined): string {
  if (container?.state !== "running" || container.health === "unhealthy") return styleText("red", line);
  return container.health === "starting" ? styleText("yellow", line) : line;
}

function renderCounts(counts: StoredCounts): string {
  return Object.entries(counts)
    .map(([key, value]) => `${key} ${value ?? "unknown"}`)
    .join(", ");
}

function renderEnd(end: string | undefined, now: number): string {
  if (end === undefined) return "there is none";
  const days = Math.floor((Date.parse(end) - now) / dayMs);
  return days < 0
    ? styleText("red", `ended on ${end.slice(0, 10)}`)
    : `ends on ${end.slice(0, 10)}, in ${days} days`;
}

/** The two largest units of a time. */
export function renderDuration(seconds: number): string {
  const units = [
    ["d", 86_400],
    ["h", 3600],
    ["min", 60],
    ["s", 1],
  ] as const;
  const first = Math.max(
    0,
    units.findIndex(([, size]) => seconds >= size),
  );
  if (seconds < 1) return "0 s";
  let rest = seconds;
  return units
    .slice(first, first + 2)
    .map(([unit, size]) => {
      const whole = Math.floor(rest / size);
      rest -= whole * size;
      return `${whole} ${unit}`;
    })
    .join(" ");
}

function toMegabytes(bytes: number): number {
  return Math.round(bytes / megabyte);
}
