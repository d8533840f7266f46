import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BackupSettings } from "../../../stack/backup/settings.ts";

/** Settings with a folder of their own. */
export async function createSettings(
  port: number,
  more: Partial<BackupSettings> = {},
): Promise<BackupSettings> {
  return {
    stack: "dev",
    release: "abc",
    folder: await mkdtemp(join(tmpdir(), "tally-backups-")),
    intervalSeconds: 3600,
    retention: 3,
    key: undefined,
    redis: { host: "127.0.0.1", port, tls: false, username: undefined, password: undefined },
    ...more,
  };
}
