import { renderBadge, renderMissingBadge } from "../badges/badge.ts";
import { badgeParameters } from "../badges/parameters.ts";
import type { Context, Middleware } from "../context.ts";
import { type CounterName, counterName, formatCounterName, votes } from "../counting/counter-name.ts";
import type { Counters } from "../counting/counters.ts";
import { NoSuchCounter } from "../errors.ts";
import { readParameters } from "../parameters.ts";

export interface BadgeArgs {
  readonly counters: Pick<Counters, "hit" | "read" | "history">;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

const dayMs = 24 * 60 * 60 * 1000;
// To look at the votes is not to vote.
const votesName = formatCounterName(votes);

/** A picture of a counter, for a page elsewhere. To show it is a hit where it counts. */
export function badge({ counters, now = Date.now }: BadgeArgs): Middleware {
  async function total(ctx: Context, name: CounterName, counts: boolean): Promise<bigint> {
    if (counts && ctx.state.weight !== 0n && formatCounterName(name) !== votesName) {
      const visitor = await ctx.state.visitor();
      return await counters.hit(name, 1n, visitor === undefined ? {} : { visitor });
    }
    const [reading] = await counters.read([name]);
    if (reading?.value === undefined) throw new NoSuchCounter(formatCounterName(name));
    return reading.value;
  }

  async function today(name: CounterName): Promise<bigint> {
    const start = now() - (now() % dayMs);
    const { days } = await counters.history(name);
    return days.find((day) => day.start === start)?.count ?? 0n;
  }

  return async function showBadge(ctx) {
    const { namespace = "", key = "" } = ctx.params as Record<string, string>;
    const name = counterName(namespace, key);
    const { count, show, ...look } = readParameters(badgeParameters, ctx.query);
    try {
      const value = await total(ctx, name, count);
      ctx.body = renderBadge(show === "today" ? await today(name) : value, name.key, look);
    } catch (error) {
      if (!(error instanceof NoSuchCounter)) throw error;
      ctx.status = 404;
      ctx.body = renderMissingBadge(name.key, look);
    }
    ctx.type = "image/svg+xml";
  };
}
