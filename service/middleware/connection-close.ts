import type { Middleware } from "../context.ts";
import type { Drain } from "../server/drain.ts";

/** While draining, every answer asks the proxy to let go of its connection. */
export function connectionClose(drain: Drain): Middleware {
  return async function closeConnection(ctx, next) {
    await next();
    // Asked after the answer is made: a request may have begun before the draining did.
    if (drain.begun) ctx.set("Connection", "close");
  };
}
