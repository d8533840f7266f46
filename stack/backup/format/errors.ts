/** A backup that must not be used; the message follows the backup's name: `is truncated or altered`. */
export class UnusableBackup extends Error {}

export function altered(detail: string): UnusableBackup {
  return new UnusableBackup(`is truncated or altered: ${detail}`);
}
