import { randomUUID } from "node:crypto";
import type { Middleware } from "../context.ts";

const header = "X-Request-Id";
const sane = /^[A-Za-z0-9._-]{1,128}$/;

/** Takes over the proxy's request id where it is fit for a log line, or makes one up. */
export function requestId(): Middleware {
  return function identifyRequest(ctx, next) {
    const given = ctx.get(header);
    ctx.state.requestId = sane.test(given) ? given : randomUUID();
    ctx.set(header, ctx.state.requestId);
    return next();
  };
}
