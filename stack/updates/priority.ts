import { readFileSync, writeFileSync } from "node:fs";
import { constants, getPriority, setPriority } from "node:os";
import { onInterruption } from "./interruption.ts";

/** Of a process, and of a session; from -20, the highest, to 19. */
const [normal, belowNormal] = [constants.priority.PRIORITY_NORMAL, constants.priority.PRIORITY_BELOW_NORMAL];

/** Where Linux shares the processors out among sessions: the priority that this one has. */
const sessionFile = "/proc/self/autogroup";

/** Tells the processes that an update starts that its session yields already. */
const mark = "TALLY_SESSION_YIELDS";

/** Leaves the processors to what serves, with this process and those that it starts. */
export function yieldToVisitors(): void {
  try {
    if (getPriority() < belowNormal) setPriority(belowNormal);
  } catch {
    // Where nobody may, the update goes on all the same.
  }
}

/**
 * The same of the whole session, until this process ends. A process's priority counts within its
 * session alone where Linux shares the processors out among sessions, as it does for what is in no
 * control group; and a session has as much of them there as all containers together.
 */
export function yieldSession(): void {
  if (process.env[mark] !== undefined) return;
  const before = readSessionPriority();
  if (before === undefined || before > belowNormal) return;
  process.env[mark] = "true";
  setSessionPriority(belowNormal);
  // An update that was killed has left it as it is.
  const restore = () => setSessionPriority(before === belowNormal ? normal : before);
  process.once("exit", restore);
  onInterruption(restore);
}

function readSessionPriority(): number | undefined {
  try {
    const [, priority] = /nice (-?\d+)/.exec(readFileSync(sessionFile, "utf8")) ?? [];
    return priority === undefined ? undefined : Number(priority);
  } catch {
    // Not every system shares them out so.
    return undefined;
  }
}

function setSessionPriority(priority: number): void {
  try {
    writeFileSync(sessionFile, String(priority));
  } catch {
    // Who is not root is refused where any was changed a tenth of a second ago.
  }
}
