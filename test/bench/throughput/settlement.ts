import type { Contender } from "./contenders.ts";
import { connections } from "./load-generator.ts";
import type { System } from "./system.ts";
import type { Turn } from "./turn.ts";

/**
 * Compares what was counted in some turns with what was acknowledged; a number that is not known is no
 * miscount. wrk hangs up at the end of a turn on what is under way, which is counted and never
 * acknowledged to it: at most one request for each connection.
 */
export function findMiscount(
  name: string,
  counted: number,
  requests: number,
  turns: number,
): string | undefined {
  if (Number.isNaN(counted)) return undefined;
  if (counted >= requests && counted <= requests + turns * connections) return undefined;
  return `${name}: ${requests} requests were answered and ${counted} counted`;
}

/** Whether its counts are added up after the last turn only: to add up many keeps Redis from anything else. */
export function isSettledAtEnd({ system, counts }: Contender): boolean {
  return system === "tally-many" && counts === "counters";
}

export interface Settling {
  /** @returns a miscount in all turns together, of the contenders that are settled at the end */
  settle(turns: readonly Turn[]): Promise<string[]>;
}

/** Adds up for the first time; nothing must be under way. @param system undefined where it was not started */
export async function startSettling(
  system: System | undefined,
  contenders: readonly Contender[],
): Promise<Settling> {
  const names = new Set(contenders.filter(isSettledAtEnd).map(({ name }) => name));
  if (!system || names.size === 0) return { settle: async () => [] };
  const before = await system.counted("counters");
  return {
    async settle(turns) {
      const own = turns.filter(({ contender }) => names.has(contender));
      const requests = own.reduce((sum, turn) => sum + turn.requests, 0);
      const counted = (await system.counted("counters")) - before;
      return [findMiscount([...names].join(" and "), counted, requests, own.length) ?? []].flat();
    },
  };
}
