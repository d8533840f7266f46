import type { BackupSettings } from "./settings.ts";
import { isOfFuture, listNames, parseBackupName } from "./store.ts";

export interface Lateness {
  /** Seconds since the newest backup that is not of the future was begun; undefined where there is none. */
  readonly ageSeconds: number | undefined;
  readonly isLate: boolean;
}

/** Room for a backup that takes its time, in seconds. */
const graceSeconds = 60;

/** How old the newest backup of the stack is, and whether there should be a newer one. */
export async function lateness(
  { folder, stack, intervalSeconds }: Pick<BackupSettings, "folder" | "stack" | "intervalSeconds">,
  now = Date.now(),
): Promise<Lateness> {
  const [newest] = await listNames(folder, stack, now);
  const at = newest === undefined || isOfFuture(newest, now) ? undefined : parseBackupName(newest)?.at;
  if (at === undefined) return { ageSeconds: undefined, isLate: true };
  const ageSeconds = (now - at.getTime()) / 1000;
  return { ageSeconds, isLate: ageSeconds > intervalSeconds * 1.5 + graceSeconds };
}
