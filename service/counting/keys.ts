import type { CounterName } from "./counter-name.ts";
import { formatCounterName, isBuiltIn } from "./counter-name.ts";

/** A sorted set of every counter that is not built in, all of score 0. */
export const indexKey = "tally:counters";

/** How often the votes have begun anew: votes of an earlier era are no longer in the value. */
export const votesEraKey = "tally:votes:era";

/** Where a counter's value is. lua/keys.lua says the same. */
export function valueKey(name: CounterName): string {
  return isBuiltIn(name) ? name.key : `tally:counter:${formatCounterName(name)}`;
}

export function historyKey(name: CounterName): string {
  return `tally:history:${formatCounterName(name)}`;
}

export function voterKey(hash: string): string {
  return `tally:voter:${hash}`;
}

export function writerKey(writerId: string): string {
  return `tally:writer:${writerId}`;
}
