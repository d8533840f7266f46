import type { Middleware } from "../context.ts";

/** Says that the process answers. Redis is no part of it: a restart would not bring Redis back. */
export function livez(): Middleware {
  return function sayAlive(ctx) {
    ctx.body = "alive\n";
  };
}
