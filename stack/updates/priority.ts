import { constants, setPriority } from "node:os";

/** Leaves the processors to what serves: an update takes what is left of them, its children too. */
export function yieldToVisitors(): void {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
}
