import type { Middleware } from "../context.ts";

/** Every answer is about this moment: a cached one would be a hit that did not count. */
export function noStore(): Middleware {
  return function forbidStoring(ctx, next) {
    ctx.set("Cache-Control", "no-store");
    return next();
  };
}
