import { createReadStream } from "node:fs";
import { openBackup } from "./format/open-backup.ts";
import { sealBackup } from "./format/seal-backup.ts";
import { readRdb } from "./rdb-source.ts";
import type { BackupSettings } from "./settings.ts";
import { backupName, pruneBackups, storeBackup } from "./store.ts";

export interface TakenBackup {
  readonly name: string;
  /** Bytes of data. */
  readonly bytes: number;
  readonly encrypted: boolean;
  /** The names of the backups that gave way. */
  readonly removed: readonly string[];
  /** Why others that are too many are still there, a line each. */
  readonly unremoved: readonly string[];
}

/**
 * Makes a backup, reads it back, and removes those that are too many, as far as it can.
 *
 * @param onBytes is told how much has arrived
 * @throws Error in one sentence; nothing is left of the backup then, and no other is removed
 */
export async function takeBackup(
  settings: BackupSettings,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<TakenBackup> {
  const { stack, release, folder, retention, key } = settings;
  const at = new Date();
  const name = backupName(stack, at);
  let bytes = 0;

  async function* counted(data: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of data) {
      bytes += chunk.length;
      onBytes(bytes);
      yield chunk;
    }
  }

  const about = { stack, release, createdAt: at.toISOString() };
  const content = sealBackup(about, counted(readRdb(settings.redis)), key);
  try {
    await storeBackup(folder, name, content, (path) => verify(path, key));
  } catch (error) {
    throw explain(error, folder);
  }
  const { removed, failures } = await pruneBackups(folder, stack, retention, name);
  return { name, bytes, encrypted: key !== undefined, removed, unremoved: failures };
}

async function verify(path: string, key: string | undefined): Promise<void> {
  const { data } = await openBackup(createReadStream(path), { key });
  for await (const _ of data);
}

function explain(error: unknown, folder: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC") return new Error("there is no space left for a backup", { cause: error });
  if (code !== "EACCES" && code !== "EROFS" && code !== "EPERM") return error;
  const owner = `${process.getuid?.()}:${process.getgid?.()}`;
  return new Error(
    `the folder of the backups (${folder} in the container) cannot be written: chown ${owner} tally:backupFolder`,
    { cause: error },
  );
}
