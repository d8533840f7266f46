import { z } from "zod";
import { isReserved, parseCounterName } from "./counter-name.ts";
import type { CounterRecord } from "./counters.ts";
import { isInteger64, least, most } from "./integer.ts";

// A line of an export. Its numbers are strings, which no program on the way rounds. A
// message completes the sentence "NAME must be …".

const integerMessage = `a string of digits, from ${least} to ${most}`;

const digits = z.string(integerMessage).refine(isInteger64, integerMessage);

const bucketMessage = "a whole number of hours or days since 1970";
const bucketNumber = z.string().regex(/^(0|[1-9][0-9]{0,8})$/, bucketMessage);
const buckets = z.record(bucketNumber, digits, "an object");

const uniquesMessage = "a HyperLogLog of Redis in base64";
const uniques = z
  .base64(uniquesMessage)
  .refine((text) => Buffer.from(text, "base64").subarray(0, 4).toString("latin1") === "HYLL", uniquesMessage);

const counterMessage = "the namespace/key of a counter that can be";
const counter = z.string(counterMessage).refine(isCounter, counterMessage);

/** What an import takes for a counter: no more of it is checked later. */
export const recordSchema: z.ZodType<CounterRecord> = z
  .strictObject(
    {
      counter,
      value: digits,
      settings: z.strictObject({ uniqueVisitors: z.boolean("true or false").exactOptional() }, "an object"),
      hours: buckets,
      days: buckets,
      uniques: z
        .strictObject({ total: uniques, days: z.record(bucketNumber, uniques, "an object") }, "an object")
        .exactOptional(),
    },
    "a JSON object",
  )
  // The days of the history tell later which days have a sketch.
  .refine(({ days, uniques }) => Object.keys(uniques?.days ?? {}).every((day) => day in days), {
    path: ["uniques", "days"],
    message: "of days that are among the days of the history",
  });

function isCounter(text: string): boolean {
  try {
    return !isReserved(parseCounterName(text));
  } catch {
    return false;
  }
}
