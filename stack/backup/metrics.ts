import { createServer, type Server } from "node:http";
import { lateness } from "./lateness.ts";
import type { BackupSettings } from "./settings.ts";

/** The port of the metrics of all of Tally's containers. */
export const metricsPort = 9464;

type Watched = Pick<BackupSettings, "folder" | "stack" | "intervalSeconds">;

/** Answers /metrics in Prometheus's format. It does not listen yet. */
export function createMetricsServer(settings: Watched): Server {
  return createServer(async (request, response) => {
    if (request.url !== "/metrics") return void response.writeHead(404).end();
    try {
      const metrics = await renderMetrics(settings);
      response.writeHead(200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" }).end(metrics);
    } catch {
      response.writeHead(500).end();
    }
  });
}

/** @param now in milliseconds since 1970 */
export async function renderMetrics(settings: Watched, now = Date.now()): Promise<string> {
  const { ageSeconds } = await lateness(settings, now);
  const newest = ageSeconds === undefined ? 0 : Math.round(now / 1000 - ageSeconds);
  return (
    "# HELP tally_backup_newest_timestamp_seconds When the newest backup was begun, in seconds since 1970; 0 for none.\n" +
    "# TYPE tally_backup_newest_timestamp_seconds gauge\n" +
    `tally_backup_newest_timestamp_seconds ${newest}\n` +
    "# HELP tally_backup_interval_seconds How often a backup is due.\n" +
    "# TYPE tally_backup_interval_seconds gauge\n" +
    `tally_backup_interval_seconds ${settings.intervalSeconds}\n`
  );
}
