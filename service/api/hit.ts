import type { Context } from "../context.ts";
import type { CounterName } from "../counting/counter-name.ts";
import type { Counters, Idempotency } from "../counting/counters.ts";
import { readValue } from "./read-value.ts";

/** Hits the counter, or only reads it where the request counts for nothing. */
export async function hit(
  ctx: Context,
  counters: Pick<Counters, "hit" | "read">,
  name: CounterName,
  by = 1n,
  options: { readonly idempotency?: Idempotency } = {},
): Promise<bigint> {
  const { weight, caller } = ctx.state;
  if (weight === 0n) return await readValue(counters, name);
  const visitor = await ctx.state.visitor();
  return await counters.hit(name, by, {
    ...options,
    ...(visitor !== undefined && { visitor }),
    byOwner: caller === "owner",
  });
}
