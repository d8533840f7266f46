import type { Context } from "../context.ts";
import type { CounterName } from "../counting/counter-name.ts";
import type { Counters, Idempotency } from "../counting/counters.ts";
import { readValue } from "./read-value.ts";
import { createRights, type Keys } from "./rights.ts";

export interface HitArgs {
  readonly counters: Pick<Counters, "hit" | "read">;
  readonly keys: Keys;
}

type Hit = (
  ctx: Context,
  name: CounterName,
  by?: bigint,
  options?: { readonly idempotency?: Idempotency },
) => Promise<bigint>;

/** Hits a counter, or only reads it where the request counts for nothing, which needs the right to read. */
export function createHit({ counters, keys }: HitArgs): Hit {
  const rights = createRights(keys);

  return async function hit(ctx, name, by = 1n, options = {}) {
    const { weight, caller } = ctx.state;
    if (weight === 0n) {
      rights.check(ctx, "read");
      return await readValue(counters, name);
    }
    const visitor = await ctx.state.visitor();
    return await counters.hit(name, by, {
      ...options,
      ...(visitor !== undefined && { visitor }),
      byOwner: caller === "owner",
    });
  };
}
