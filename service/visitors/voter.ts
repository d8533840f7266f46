import type { Context } from "../context.ts";
import type { Voter } from "../counting/counters.ts";
import { CountingPaused } from "../errors.ts";

/**
 * Who votes. With a window a visitor's first vote counts until it is over; without
 * one, 0 seconds, all of them do.
 */
export function voterWithin(windowSeconds: number): (ctx: Context) => Promise<Voter> {
  return async function voterOf(ctx) {
    try {
      return { hash: await ctx.state.voter(), windowSeconds, once: windowSeconds > 0 };
    } catch (cause) {
      throw new CountingPaused({ cause });
    }
  };
}
