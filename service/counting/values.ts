import { CounterBroken } from "../errors.ts";
import { brokenValue } from "./broken-counter.ts";
import {
  type CounterName,
  formatCounterName,
  isBuiltIn,
  isCounterName,
  parseCounterName,
  votes,
} from "./counter-name.ts";
import type { Counters, Reading } from "./counters.ts";
import { isInteger64 } from "./integer.ts";
import { indexKey, valueKey, voterKey, votesEraKey } from "./keys.ts";
import type { Reader } from "./reader.ts";

const builtIns = ["tally/total_visitors", "tally/visits", "tally/votes"];

/** Reads what counters hold. */
export function createValues({
  redis,
  read: ask,
}: Reader): Pick<Counters, "read" | "list" | "undoableVotes"> {
  async function read(names: readonly CounterName[]): Promise<Reading[]> {
    if (names.length === 0) return [];
    const keys = names.map(valueKey);
    const texts = await ask({ keys: keys.length }, () => redis.readValues(keys.length, ...keys));
    return names.map((name, position) => readingOf(name, texts[position] ?? null));
  }

  async function list(prefix: string, after: string | undefined, limit: number) {
    const names = await namesOf(prefix, after, limit + 1);
    const page = names.slice(0, limit);
    // A hand may have written into the index what is no name.
    const readings = await read(page.filter(isCounterName).map(parseCounterName));
    return {
      // A key that was deleted by hand is still in the index.
      counters: readings.filter(({ value, broken }) => value !== undefined || broken),
      next: names.length > limit ? page.at(-1) : undefined,
    };
  }

  async function namesOf(prefix: string, after: string | undefined, count: number): Promise<string[]> {
    const start = after !== undefined && after >= prefix ? `(${after}` : `[${prefix}`;
    const end = prefix === "" ? "+" : `(${prefix}\xff`;
    const others = await ask({ prefix }, () =>
      redis.zrange(indexKey, start, end, "BYLEX", "LIMIT", 0, count),
    );
    const fitting = builtIns.filter(
      (name) => name.startsWith(prefix) && (after === undefined || name > after),
    );
    return [...fitting, ...others].sort().slice(0, count);
  }

  async function undoableVotes(voterHash: string): Promise<number> {
    const keys = [voterKey(voterHash), votesEraKey, valueKey(votes)];
    const [text, era, value] = await ask({}, () => redis.mget(keys));
    if (!text || !value) return 0;
    const cast = JSON.parse(text) as [hour: number, votes: number, era?: string][];
    const kept = cast.filter(([, , castIn = "0"]) => castIn === (era ?? "0"));
    return kept.reduce((sum, [, votes]) => sum + votes, 0);
  }

  return { read, list, undoableVotes };
}

function readingOf(name: CounterName, text: string | null): Reading {
  try {
    return { name, value: valueIn(name, text) };
  } catch (error) {
    if (!(error instanceof CounterBroken)) throw error;
    return { name, value: undefined, broken: error };
  }
}

/** @throws CounterBroken */
export function valueIn(name: CounterName, text: string | null): bigint | undefined {
  if (text === null) return isBuiltIn(name) ? 0n : undefined;
  if (!isInteger64(text)) throw brokenValue(formatCounterName(name));
  return BigInt(text);
}
