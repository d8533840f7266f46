import { z } from "zod";
import { BadRecord } from "../errors.ts";
import type { CounterRecord } from "./counters.ts";
import { isInteger64 } from "./integer.ts";

const integer64 = z.string().refine(isInteger64, "must be the digits of a 64-bit integer");
const number = z.string().regex(/^(0|[1-9]\d{0,8})$/, "must be a number of hours or days since the epoch");
const buckets = z.record(number, integer64);
const sketch = z.base64();
const recordSchema = z
  .object({
    counter: z.string(),
    value: integer64,
    settings: z.object({ uniqueVisitors: z.boolean().optional() }),
    hours: buckets,
    days: buckets,
    uniques: z.object({ total: sketch, days: z.record(number, sketch) }).optional(),
  })
  // The days of the history tell later which days have a sketch.
  .refine(({ days, uniques }) => Object.keys(uniques?.days ?? {}).every((day) => day in days), {
    path: ["uniques", "days"],
    message: "must be among the days of the history",
  });

/** @throws BadRecord that says all that is wrong */
export function parseRecord(given: CounterRecord) {
  const parsed = recordSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "it"}: ${message}`);
  throw new BadRecord(problems.join("; "));
}
