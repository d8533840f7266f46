import { z } from "zod";
import { createHit } from "../api/hit.ts";
import { createOperation, type Operation } from "../api/operation.ts";
import { readValue } from "../api/read-value.ts";
import { createRights, type Keys } from "../api/rights.ts";
import { counterPath } from "../api/schemas.ts";
import { renderBadge, renderMissingBadge } from "../badges/badge.ts";
import { failingInPictures } from "../badges/failing-in-pictures.ts";
import { badgeParameters } from "../badges/parameters.ts";
import type { Context } from "../context.ts";
import { type CounterName, formatCounterName, votes } from "../counting/counter-name.ts";
import type { Counters } from "../counting/counters.ts";
import { NoSuchCounter, TooManyCounters } from "../errors.ts";

export interface BadgeArgs {
  readonly counters: Pick<Counters, "hit" | "read" | "history">;
  readonly keys: Keys;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

const dayMs = 24 * 60 * 60 * 1000;
// To look at the votes is not to vote.
const votesName = formatCounterName(votes);

const svg = (description: string) => ({ description, content: { "image/svg+xml": { schema: z.string() } } });

/** A picture of a counter, for a page elsewhere. */
export function badge({ counters, keys, now = Date.now }: BadgeArgs): Operation {
  const rights = createRights(keys);
  const hit = createHit({ counters, keys });

  function counts(ctx: Context, name: CounterName): boolean {
    return formatCounterName(name) !== votesName && rights.has(ctx, "hit");
  }

  async function today(name: CounterName): Promise<bigint> {
    const start = now() - (now() % dayMs);
    const { days } = await counters.history(name);
    return days.find((day) => day.start === start)?.count ?? 0n;
  }

  const operation = createOperation({
    method: "get",
    path: "/badge/{namespace}/{key}.svg",
    right: "read",
    tags: ["Badges"],
    summary: "Show a counter as a badge",
    description: "To show it is a hit, unless `count` is false or hitting needs a key that is not given.",
    input: { path: counterPath, query: badgeParameters },
    responses: { 200: svg("The badge."), 404: svg("A badge that says that there is no such counter.") },
    refusals: [409, 503],
    async answer(ctx, { path: name, query }) {
      const { count, show, ...look } = query;
      try {
        const isHit = count && counts(ctx, name);
        const total = await (isHit ? hit(ctx, name) : readValue(counters, name));
        ctx.body = renderBadge(show === "today" ? await today(name) : total, name.key, look);
      } catch (error) {
        if (!(error instanceof NoSuchCounter || error instanceof TooManyCounters)) throw error;
        ctx.status = 404;
        ctx.body = renderMissingBadge(name.key, look);
      }
      ctx.type = "image/svg+xml";
    },
  });
  return failingInPictures(operation);
}
