import { existsSync, readFileSync } from "node:fs";

/** Whether a process of this machine is running. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  // A killed process that its parent has not taken note of is there, and dead.
  if (!existsSync("/proc/self/stat")) return true;
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    // It has ended a moment ago.
    return false;
  }
}

/**
 * What tells a process from another one that has its number later, after a restart of the machine or of
 * a container; undefined where the kernel does not say, or there is no such process.
 */
export function birthOf(pid: number): string | undefined {
  try {
    // The name, in parentheses, may have anything in it.
    const [, fields = ""] = /^\d+ \(.*\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    return fields.split(" ")[19];
  } catch {
    return undefined;
  }
}
