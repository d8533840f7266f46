import { readFileSync, writeFileSync } from "node:fs";
import { constants, setPriority } from "node:os";

/** Of a process, and of a session; from -20, the highest, to 19. */
const belowNormal = constants.priority.PRIORITY_BELOW_NORMAL;

/** Where Linux shares the processors out among sessions: the priority that this one has. */
const sessionFile = "/proc/self/autogroup";

/** Leaves the processors to what serves: an update takes what is left of them, its children too. */
export function yieldToVisitors(): void {
  setPriority(belowNormal);
  yieldSession();
}

/**
 * Until this process ends. A process's priority counts within its session alone, and a session
 * has as much of the processors as all containers together, unless it says otherwise.
 */
function yieldSession(): void {
  const before = readSessionPriority();
  if (before === undefined) return;
  setSessionPriority(belowNormal);
  // An update that was killed has left it as it is.
  process.once("exit", () => setSessionPriority(before === belowNormal ? 0 : before));
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
    // Refused where it was changed a tenth of a second ago: the one who did so is an update, too.
  }
}
