import { z } from "zod";
import { createOperation, type Operation } from "../api/operation.ts";
import { chosenCounters } from "../api/schemas.ts";
import type { Live } from "../live/live.ts";

export interface LiveRouteArgs {
  readonly live: Pick<Live, "open">;
}

const description = `Server-sent events: one with the values at first, and another whenever one of them has changed. The data of an event is what \`/api/v1/values\` answers.

The server ends a stream when it is replaced. A client that comes back with the header Last-Event-ID, as browsers do by themselves, gets an event when something has changed meanwhile.`;

/** A client that lost its stream goes on where it was. */
export function live({ live }: LiveRouteArgs): Operation {
  return createOperation({
    method: "get",
    path: "/api/v1/live",
    right: "read",
    tags: ["Counters"],
    summary: "Watch counters",
    description,
    input: { query: z.object({ counter: chosenCounters(50) }) },
    responses: {
      200: {
        description: "A stream that goes on until one side ends it.",
        content: { "text/event-stream": { schema: z.string() } },
      },
    },
    refusals: [503],
    answer(ctx, { query }) {
      ctx.set("Content-Type", "text/event-stream");
      // nginx would keep the events until it has a bufferful of them.
      ctx.set("X-Accel-Buffering", "no");
      ctx.body = ctx.method === "HEAD" ? "" : live.open(query.counter, ctx.get("Last-Event-ID"), ctx.res);
    },
  });
}
