import { createReadStream } from "node:fs";
import { open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Header } from "./format/header.ts";
import { readHeader } from "./format/open-backup.ts";
import { nameFile } from "./name-file.ts";

/** A backup in the folder of backups; what its header says is not verified. */
export interface StoredBackup {
  readonly name: string;
  readonly bytes: number;
  /** Undefined where the file is none that can be read. */
  readonly header: Header | undefined;
}

/** How long a file that nobody finished is left alone, in milliseconds: another process may be at it. */
const abandonedMs = 3_600_000;

/** By how much a name may be ahead of the clock, in milliseconds. */
const graceMs = 60_000;

/** The name of a backup: its stack, and when it was begun. Names of a stack sort by time. */
export function backupName(stack: string, at: Date): string {
  return `${stack}-${at.toISOString().replace(/[-:.]/g, "")}.backup`;
}

/** What a name says; undefined for anything else. */
export function parseBackupName(name: string): { stack: string; at: Date } | undefined {
  const pattern = /^([a-z0-9-]+)-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z\.backup$/;
  const [, stack, ...parts] = pattern.exec(name) ?? [];
  if (stack === undefined) return undefined;
  const [year, month, day, hour, minute, second, ms] = parts;
  return { stack, at: new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`) };
}

/**
 * The names of a stack's backups, the newest first. Those of the future are
 * from a clock that was ahead, and nobody knows how old they are: they come last.
 */
export async function listNames(folder: string, stack: string, now = Date.now()): Promise<string[]> {
  const names = await readdir(folder);
  const sorted = names
    .filter((name) => parseBackupName(name)?.stack === stack)
    .sort()
    .reverse();
  const isAhead = (name: string) => isOfFuture(name, now);
  return [...sorted.filter((name) => !isAhead(name)), ...sorted.filter(isAhead)];
}

/** Whether a name is of the future, by more than clocks that are right may differ. */
export function isOfFuture(name: string, now: number): boolean {
  return (parseBackupName(name)?.at.getTime() ?? 0) > now + graceMs;
}

export async function listBackups(folder: string, stack: string): Promise<StoredBackup[]> {
  const names = await listNames(folder, stack);
  return await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const header = await readHeader(createReadStream(path)).catch(() => undefined);
      return { name, bytes: (await stat(path)).size, header };
    }),
  );
}

/**
 * Writes a file that has its name only once it is whole, on the disk and found good.
 *
 * @param verify judges the file under its temporary path; what it throws removes it
 */
export async function storeBackup(
  folder: string,
  name: string,
  content: AsyncIterable<Buffer>,
  verify: (path: string) => Promise<void>,
): Promise<void> {
  const partial = join(folder, `.${name}.partial`);
  const file = await open(partial, "wx", 0o600);
  try {
    try {
      for await (const chunk of content) await file.write(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await verify(partial);
    await nameFile(partial, join(folder, name));
  } finally {
    // What stays is removed later, as that of an interrupted one.
    await rm(partial, { force: true }).catch(() => undefined);
  }
}

/** What became of the backups that are too many. */
export interface Pruned {
  /** The names of those that are gone. */
  readonly removed: readonly string[];
  /** What went wrong with others, a line each. */
  readonly failures: readonly string[];
}

/**
 * Removes a stack's backups but for the newest, and what interrupted ones have left.
 * What cannot be removed holds up nothing else.
 *
 * @param made the backup that was just made; it stays, whatever the clock says now
 */
export async function pruneBackups(
  folder: string,
  stack: string,
  keep: number,
  made: string,
): Promise<Pruned> {
  const [removed, failures]: [string[], string[]] = [[], []];
  const attempt = (action: () => Promise<unknown>) =>
    action().catch((error: NodeJS.ErrnoException) => {
      // Another process may be at the same.
      if (error.code !== "ENOENT") failures.push(error.message);
    });
  await attempt(async () => {
    const others = (await listNames(folder, stack)).filter((name) => name !== made);
    for (const name of others.slice(Math.max(keep - 1, 0))) {
      await attempt(async () => {
        await rm(join(folder, name));
        removed.push(name);
      });
    }
    for (const name of await readdir(folder)) {
      if (isPartial(name, stack)) await attempt(() => removeAbandoned(join(folder, name)));
    }
  });
  return { removed, failures };
}

function isPartial(name: string, stack: string): boolean {
  const [, finished = ""] = /^\.(.+)\.partial$/.exec(name) ?? [];
  return parseBackupName(finished)?.stack === stack;
}

async function removeAbandoned(partial: string): Promise<void> {
  const { mtimeMs } = await stat(partial);
  if (Date.now() - mtimeMs > abandonedMs) await rm(partial);
}
