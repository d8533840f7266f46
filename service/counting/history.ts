import { NoSuchCounter } from "../errors.ts";
import { brokenKey } from "./broken-counter.ts";
import { dayMs, hourMs, lastNumber } from "./calendar.ts";
import { type CounterName, formatCounterName } from "./counter-name.ts";
import type { Bucket, Counters, History, UniqueVisitors } from "./counters.ts";
import { isInteger64 } from "./integer.ts";
import { historyKey, valueKey } from "./keys.ts";
import type { Reader } from "./reader.ts";
import { valueIn } from "./values.ts";

export interface HistoryArgs {
  readonly historyHours?: number;
  readonly historyDays?: number;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

type Histories = Pick<Counters, "history" | "uniques">;

/** Reads what was counted when, and by about how many. */
export function createHistories({ redis, read }: Reader, args: HistoryArgs = {}): Histories {
  const { historyHours = 168, historyDays = 400, now = Date.now } = args;
  const hourNow = () => Math.floor(now() / hourMs);
  const dayNow = () => Math.floor(now() / dayMs);
  const firstHour = () => hourNow() - historyHours + 1;
  const firstDay = () => dayNow() - historyDays + 1;

  async function history(name: CounterName): Promise<History> {
    const counter = formatCounterName(name);
    const replies = await read({ counter }, () =>
      redis.multi().get(valueKey(name)).hgetall(historyKey(name)).exec(),
    );
    const [text, fields] = (replies ?? []).map(([error, reply]) => {
      if (error) throw brokenKey(counter, error.message);
      return reply;
    }) as [string | null, Record<string, string>];
    const value = valueIn(name, text);
    if (value === undefined) throw new NoSuchCounter(counter);
    // A history outlives a value that was deleted by hand until the next hit.
    const kept = text === null ? {} : fields;
    if (!isHistory(kept)) throw brokenKey(counter, `no history in ${historyKey(name)}`);
    const hours = bucketsOf(kept, "h", firstHour(), lastNumber(now(), hourMs), hourMs);
    const days = bucketsOf(kept, "d", firstDay(), lastNumber(now(), dayMs), dayMs);
    return { value, hours, beforeHours: value - sumOf(hours), days, beforeDays: value - sumOf(days) };
  }

  async function uniques(name: CounterName): Promise<UniqueVisitors | undefined> {
    const counter = formatCounterName(name);
    const [verdict, total, ...rest] = await read({ counter }, () =>
      redis.readUniques(valueKey(name), counter, firstDay()),
    );
    if (verdict === "missing") throw new NoSuchCounter(counter);
    if (verdict === "uncounted") return undefined;
    const days: { start: number; visitors: number }[] = [];
    for (let position = 0; position < rest.length; position += 2) {
      days.push({ start: Number(rest[position]) * dayMs, visitors: Number(rest[position + 1]) });
    }
    return { total: Number(total), days: days.sort((one, other) => one.start - other.start) };
  }

  return { history, uniques };
}

/** Whether the buckets are those that the service and an import write. */
export function isHistory(fields: Readonly<Record<string, string>>): boolean {
  return Object.entries(fields).every(([field, count]) => /^[hd]\d{1,9}$/.test(field) && isInteger64(count));
}

function bucketsOf(
  fields: Record<string, string>,
  kind: "h" | "d",
  first: number,
  last: number,
  unitMs: number,
): Bucket[] {
  return Object.entries(fields)
    .map(([field, count]) => ({ kind: field[0], number: Number(field.slice(1)), count: BigInt(count) }))
    .filter(
      (bucket) =>
        bucket.kind === kind && bucket.number >= first && bucket.number <= last && bucket.count !== 0n,
    )
    .map(({ number, count }) => ({ start: number * unitMs, count }))
    .sort((one, other) => one.start - other.start);
}

function sumOf(buckets: readonly Bucket[]): bigint {
  return buckets.reduce((sum, { count }) => sum + count, 0n);
}
