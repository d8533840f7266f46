import type { Middleware } from "../context.ts";
import type { Live } from "../live/live.ts";
import { liveParameters } from "../live/parameters.ts";
import { readParameters } from "../parameters.ts";

export interface LiveRouteArgs {
  readonly live: Pick<Live, "open">;
}

/** Server-sent events; a client that lost its stream goes on where it was. */
export function live({ live }: LiveRouteArgs): Middleware {
  return function streamValues(ctx) {
    const given = new URLSearchParams(ctx.querystring);
    const { counter } = readParameters(liveParameters, { counter: given.getAll("counter") });
    ctx.set("Content-Type", "text/event-stream");
    // nginx would keep the events until it has a bufferful of them.
    ctx.set("X-Accel-Buffering", "no");
    ctx.body = ctx.method === "HEAD" ? "" : live.open(counter, ctx.get("Last-Event-ID"), ctx.res);
  };
}
