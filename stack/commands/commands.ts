import { backup } from "./backup.ts";
import { backups } from "./backups.ts";
import type { Command } from "./command.ts";
import { deleteData } from "./delete-data.ts";
import { down } from "./down.ts";
import { exportCommand } from "./export.ts";
import { importCommand } from "./import.ts";
import { logs } from "./logs.ts";
import type { Options } from "./options.ts";
import { outputs } from "./outputs.ts";
import { ownerKey } from "./owner-key.ts";
import { preview } from "./preview.ts";
import { restore } from "./restore.ts";
import { rollback } from "./rollback.ts";
import { rotatePassword } from "./rotate-password.ts";
import { status } from "./status.ts";
import { up } from "./up.ts";

export interface CommandEntry {
  readonly run: Command;
  readonly summary: string;
  /** The options that make a difference to it. */
  readonly options: readonly (keyof Options)[];
}

function entry(run: Command, summary: string, ...options: (keyof Options)[]): CommandEntry {
  return { run, summary, options: ["stack", ...options, "help"] };
}

/** Everything that `npm run` offers for a stack. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  up: entry(up, "everything, from the bare machine to the running stack", "config", "secretConfig"),
  preview: entry(preview, "shows what up would change", "config", "secretConfig"),
  down: entry(down, "removes the containers; the counts, keys, releases and backups stay"),
  rollback: entry(
    rollback,
    "back to a release that has served before, code and settings",
    "release",
    "config",
    "secretConfig",
  ),
  status: entry(
    status,
    "containers, health, releases, load and counts; exit code 1 when something is not well",
    "watch",
    "json",
  ),
  logs: entry(logs, "the logs of all containers", "follow", "replica", "level", "id", "json"),
  outputs: entry(outputs, "url, release, replicas and nginx's upstream, as JSON"),
  "owner-key": entry(ownerKey, "prints the key that opens everything"),
  "rotate-password": entry(rotatePassword, "gives the stack's own Redis another password"),
  export: entry(exportCommand, "writes all counters as JSON lines, to standard output or a file", "file"),
  import: entry(importCommand, "brings exported counters back, from standard input or a file", "file"),
  backup: entry(backup, "makes a backup now"),
  backups: entry(backups, "lists the backups", "json"),
  restore: entry(restore, "brings the counts of a backup back", "backup", "unencrypted", "yes"),
  "delete-data": entry(
    deleteData,
    "deletes the counts, keys and images of a stack that is down; its backups stay",
    "yes",
  ),
};
