/** Every Docker object of a stack is called `tally-<stack>-<part>`. */
export function objectName(stack: string, ...parts: (string | number)[]): string {
  return ["tally", stack, ...parts].join("-");
}

/** The volume for backups, where no folder is configured. */
export function backupVolume(stack: string): string {
  return objectName(stack, "backups");
}

/** Who every process in Tally's containers runs as; the data on the volumes is theirs. */
export const containerUser = "10001:10001";
