import { z } from "zod";
import type { Context } from "../context.ts";
import { type CounterName, formatCounterName } from "../counting/counter-name.ts";
import type { Reading } from "../counting/counters.ts";
import { formatJson } from "./json.ts";

/** An answer in JSON, as the document has it. */
export function jsonAnswer(description: string, schema: z.ZodType) {
  return { description, content: { "application/json": { schema } } };
}

export function answerJson(ctx: Context, value: unknown): void {
  ctx.body = formatJson(value);
  ctx.type = "json";
}

/** A counter as the API shows it; null where there is none. */
export function showCounter<Value extends bigint | undefined>(name: CounterName, value: Value) {
  return {
    counter: formatCounterName(name),
    value: (value ?? null) as Value extends bigint ? bigint : bigint | null,
    exact: (value === undefined ? null : String(value)) as Value extends bigint ? string : string | null,
  };
}

/** A counter among others: one that is broken says why it has no value. */
export function showReading({ name, value, broken }: Reading) {
  return { ...showCounter(name, value), ...(broken && { broken: broken.message }) };
}

export function htmlAnswer(description: string) {
  return { description, content: { "text/html": { schema: z.string() } } };
}

export function textAnswer(description: string) {
  return { description, content: { "text/plain": { schema: z.string() } } };
}
