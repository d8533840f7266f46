import { z } from "zod";
import { parseCounterName } from "../counting/counter-name.ts";
import type { CounterRecord } from "../counting/counters.ts";
import { least, most } from "./integers.ts";

// A line of an export. Its numbers are strings, which no program on the way rounds.

const integerMessage = `a string of digits, from ${least} to ${most}`;

const digits = z
  .string(integerMessage)
  .regex(/^(0|-?[1-9][0-9]{0,18})$/, integerMessage)
  .refine((text) => isWithinLimits(text), integerMessage);

const bucketMessage = "a whole number of hours or days since 1970";
const buckets = z.record(z.string().regex(/^(0|[1-9][0-9]{0,9})$/, bucketMessage), digits, "an object");

const uniquesMessage = "a HyperLogLog of Redis in base64";
const uniques = z
  .base64(uniquesMessage)
  .refine((text) => Buffer.from(text, "base64").subarray(0, 4).toString("latin1") === "HYLL", uniquesMessage);

const counter = z.string("namespace/key").superRefine((text, check) => {
  try {
    parseCounterName(text);
  } catch {
    check.addIssue("namespace/key");
  }
});

export const recordSchema: z.ZodType<CounterRecord> = z.strictObject(
  {
    counter,
    value: digits,
    settings: z.strictObject({ uniqueVisitors: z.boolean("true or false").exactOptional() }, "an object"),
    hours: buckets,
    days: buckets,
    uniques: z
      .strictObject({ total: uniques, days: z.record(z.string(), uniques, "an object") }, "an object")
      .exactOptional(),
  },
  "a JSON object",
);

function isWithinLimits(text: string): boolean {
  return BigInt(text) >= least && BigInt(text) <= most;
}
