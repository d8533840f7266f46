import type { Counters } from "./counters.ts";
import type { Counting } from "./counting.ts";

export function createCounters(_counting: Pick<Counting, "apply">): Counters {
  throw new Error("not yet");
}
