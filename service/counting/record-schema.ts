import { z } from "zod";
import { dayMs, hourMs, lastNumber } from "./calendar.ts";
import { isCounterName, isReserved, parseCounterName } from "./counter-name.ts";
import type { CounterRecord } from "./counters.ts";
import { isInteger64, least, most } from "./integer.ts";

// A line of an export. Its numbers are strings, which no program on the way rounds. A
// message completes the sentence "NAME must be …".

/** More than the longest retention keeps. */
export const mostHours = 10_000;
export const mostDays = 5000;

const firstMs = Date.UTC(2000, 0);

const integerMessage = `a string of digits, from ${least} to ${most}`;
const digits = z.string(integerMessage).refine(isInteger64, { message: integerMessage, abort: true });

const uniquesMessage = "a HyperLogLog of Redis in base64";
const uniques = z.string(uniquesMessage).refine(looksLikeSketch, uniquesMessage);

const nameMessage = "namespace/key, each 1 to 64 of the characters A-Z, a-z, 0-9, _, . and -, not dots alone";
const counter = z
  .string(nameMessage)
  .refine(isCounterName, { message: nameMessage, abort: true })
  .refine((text) => !isReserved(parseCounterName(text)), "of another namespace: tally is reserved");

/** What an import takes for a counter: no more of it is checked later. */
export const recordSchema: z.ZodType<CounterRecord> = z
  .strictObject(
    {
      counter,
      value: digits,
      settings: z.strictObject({ uniqueVisitors: z.boolean("true or false").exactOptional() }, "an object"),
      hours: buckets("hour", hourMs, mostHours),
      days: buckets("day", dayMs, mostDays),
      uniques: z
        .strictObject({ total: uniques, days: z.record(z.string(), uniques, "an object") }, "an object")
        .exactOptional(),
    },
    "a JSON object",
  )
  // The days of the history tell later which days have a sketch.
  .refine(({ days, uniques }) => Object.keys(uniques?.days ?? {}).every((day) => day in days), {
    path: ["uniques", "days"],
    message: "of days that are among the days of the history",
  });

/** What was counted when. What is before the year 2000 or to come would be a history that cannot be. */
function buckets(unit: "hour" | "day", unitMs: number, mostBuckets: number) {
  const first = firstMs / unitMs;

  return z.record(z.string(), digits, "an object").superRefine((counts, { addIssue }) => {
    const [numbers, next] = [Object.keys(counts), lastNumber(Date.now(), unitMs)];
    if (numbers.length > mostBuckets) {
      addIssue(`no more than ${mostBuckets} ${unit}s, and has ${numbers.length}`);
      return;
    }
    for (const number of numbers) {
      if (isIndex(number) && Number(number) >= first && Number(number) <= next) continue;
      const message = `called by the number of a ${unit} since 1970, from ${first} to ${next}`;
      addIssue({ code: "custom", path: [number], message });
    }
    const sum = Object.values(counts).reduce((sum, count) => sum + BigInt(count), 0n);
    if (!isInteger64(String(sum))) addIssue("numbers whose sum has 64 bits");
  });
}

function isIndex(text: string): boolean {
  return /^[1-9][0-9]{0,8}$/.test(text);
}

function looksLikeSketch(text: string): boolean {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  return Buffer.from(text.slice(0, 8), "base64").subarray(0, 4).toString("latin1") === "HYLL";
}
