import type { Command } from "./command.ts";
import type { Options } from "./options.ts";

export interface CommandEntry {
  readonly run: Command;
  readonly summary: string;
  /** The options that make a difference to it. */
  readonly options: readonly (keyof Options)[];
}

/** A command is loaded when it is run: what all of them need takes longer to load than most take to run. */
function entry(load: () => Promise<Command>, summary: string, ...options: (keyof Options)[]): CommandEntry {
  const run: Command = async (context) => await (await load())(context);
  return { run, summary, options: ["stack", ...options, "help"] };
}

/** Everything that `npm run` offers for a stack. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  up: entry(
    async () => (await import("./up.ts")).up,
    "everything, from the bare machine to the running stack",
    "config",
    "secretConfig",
    "unset",
  ),
  preview: entry(
    async () => (await import("./preview.ts")).preview,
    "shows what up would change",
    "config",
    "secretConfig",
    "unset",
  ),
  down: entry(
    async () => (await import("./down.ts")).down,
    "removes the containers; the counts, keys, releases and backups stay",
  ),
  rollback: entry(
    async () => (await import("./rollback.ts")).rollback,
    "back to a release that has served before, code and settings",
    "release",
    "config",
    "secretConfig",
    "unset",
  ),
  status: entry(
    async () => (await import("./status.ts")).status,
    "containers, health, releases, load and counts; exit code 1 when something is not well",
    "watch",
    "json",
  ),
  logs: entry(
    async () => (await import("./logs.ts")).logs,
    "the logs of all containers",
    "follow",
    "replica",
    "level",
    "id",
    "json",
  ),
  outputs: entry(
    async () => (await import("./outputs.ts")).outputs,
    "url, release, replicas and nginx's upstream, as JSON",
  ),
  "owner-key": entry(
    async () => (await import("./owner-key.ts")).ownerKey,
    "prints the key that opens everything",
  ),
  "rotate-password": entry(
    async () => (await import("./rotate-password.ts")).rotatePassword,
    "gives the stack's own Redis another password",
  ),
  export: entry(
    async () => (await import("./export.ts")).exportCommand,
    "writes all counters as JSON lines, to standard output or a file",
    "file",
  ),
  import: entry(
    async () => (await import("./import.ts")).importCommand,
    "brings exported counters back, from standard input or a file",
    "file",
  ),
  backup: entry(async () => (await import("./backup.ts")).backup, "makes a backup now"),
  backups: entry(async () => (await import("./backups.ts")).backups, "lists the backups", "json"),
  restore: entry(
    async () => (await import("./restore.ts")).restore,
    "brings the counts of a backup back",
    "backup",
    "unencrypted",
    "yes",
  ),
  "delete-data": entry(
    async () => (await import("./delete-data.ts")).deleteData,
    "deletes the counts, keys and images of a stack that is down; its backups stay",
    "yes",
  ),
};
