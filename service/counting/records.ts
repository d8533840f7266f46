import { brokenKey, brokenValue } from "./broken-counter.ts";
import { dayMs, hourMs, lastNumber } from "./calendar.ts";
import type { CounterRecord, Counters } from "./counters.ts";
import type { Counting } from "./counting.ts";
import { type HistoryArgs, isHistory } from "./history.ts";
import { isInteger64 } from "./integer.ts";
import { indexKey } from "./keys.ts";
import type { Reader } from "./reader.ts";
import type { ExportReply } from "./script.ts";

type Records = Pick<Counters, "exportRecords" | "importRecord">;

const namesAtOnce = 1000;
const builtIns = ["tally/visits", "tally/total_visitors", "tally/votes"];

/** Takes counters out of Redis whole, and puts them in. */
export function createRecords(
  { redis, read }: Reader,
  counting: Pick<Counting, "run">,
  { now = Date.now }: Pick<HistoryArgs, "now"> = {},
): Records {
  async function* exportRecords(after?: string): AsyncGenerator<CounterRecord> {
    for await (const name of namesAfter(after)) {
      const record = await exportCounter(name);
      // A counter that was deleted by hand is still in the index.
      if (record !== undefined) yield record;
    }
  }

  async function* namesAfter(after: string | undefined): AsyncGenerator<string> {
    const isBuiltIn = after !== undefined && builtIns.includes(after);
    if (after === undefined || isBuiltIn) yield* builtIns.slice(after ? builtIns.indexOf(after) + 1 : 0);
    for (let last = isBuiltIn ? undefined : after; ; ) {
      const start = last === undefined ? "-" : `(${last}`;
      const names = await read({}, () =>
        redis.zrange(indexKey, start, "+", "BYLEX", "LIMIT", 0, namesAtOnce),
      );
      if (names.length === 0) return;
      yield* names;
      last = names.at(-1);
    }
  }

  async function exportCounter(counter: string): Promise<CounterRecord | undefined> {
    const reply = await read({ counter }, () => redis.exportCounterBuffer(indexKey, counter));
    return reply === null ? undefined : recordOf(counter, reply, now());
  }

  async function importRecord(record: CounterRecord): Promise<void> {
    const { counter, value, settings, hours, days, uniques } = record;
    const sketches = Object.entries(uniques?.days ?? {});
    await counting.run({
      kind: "import",
      counter,
      value,
      settings: settings.uniqueVisitors ? { uniqueVisitors: true } : {},
      buckets: Object.fromEntries([...prefixed("h", hours), ...prefixed("d", days)]),
      sketchDays: sketches.map(([day]) => Number(day)),
      blobs: uniques ? [uniques.total, ...sketches.map(([, sketch]) => sketch)].map(fromBase64) : [],
    });
  }

  return { exportRecords, importRecord };
}

/**
 * An object keeps keys that are integers in their order: two exports are the same text. Without what a
 * clock that was ahead has counted in the future, which no history shows and no import takes.
 */
function recordOf(
  counter: string,
  [value, settings, history, total, sketches]: ExportReply,
  nowMs: number,
): CounterRecord {
  if (!isInteger64(String(value))) throw brokenValue(counter);
  const fields = pairsOf(history).map(([field, count]) => [String(field), String(count)] as const);
  if (!isHistory(Object.fromEntries(fields)))
    throw brokenKey(counter, `no history in tally:history:${counter}`);
  const [lastHour, lastDay] = [lastNumber(nowMs, hourMs), lastNumber(nowMs, dayMs)];
  const uniques = total && {
    total: total.toString("base64"),
    days: Object.fromEntries(
      pairsOf(sketches)
        .filter(([day]) => Number(day) <= lastDay)
        .map(([day, sketch]) => [String(day), sketch.toString("base64")]),
    ),
  };
  return {
    counter,
    value: String(value),
    settings: settings.length > 0 ? { uniqueVisitors: true } : {},
    hours: bucketsOf(fields, "h", lastHour),
    days: bucketsOf(fields, "d", lastDay),
    ...(uniques && { uniques }),
  };
}

function pairsOf(flat: readonly Buffer[]): [Buffer, Buffer][] {
  const pairs: [Buffer, Buffer][] = [];
  for (let position = 0; position < flat.length; position += 2) {
    pairs.push([flat[position] as Buffer, flat[position + 1] as Buffer]);
  }
  return pairs;
}

function bucketsOf(
  fields: readonly (readonly [string, string])[],
  kind: "h" | "d",
  last: number,
): Record<string, string> {
  const ofKind = fields.filter(([field]) => field.startsWith(kind));
  const numbered = ofKind.map(([field, count]) => [field.slice(1), count] as const);
  return Object.fromEntries(numbered.filter(([number]) => Number(number) <= last));
}

function prefixed(kind: "h" | "d", buckets: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(buckets).map(([number, count]) => [kind + number, count]);
}

function fromBase64(text: string): Buffer {
  return Buffer.from(text, "base64");
}
