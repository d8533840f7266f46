import type { Middleware } from "../context.ts";
import { routePattern } from "../route-pattern.ts";
import type { Tracing } from "../tracing/tracing.ts";

// Nobody looks for health checks, and a stream would be a trace of hours.
const untraced = new Set(["/livez", "/readyz", "/api/v1/live"]);

/** Follows a request until its answer has gone out or its client has gone away. */
export function requestTrace(tracing: Pick<Tracing, "request">): Middleware {
  return function traceRequest(ctx, next) {
    if (untraced.has(ctx.path)) return next();
    const { method, headers, state, res } = ctx;
    const trace = tracing.request({ id: state.requestId, method, headers });
    if (trace === undefined) return next();
    state.traceId = trace.id;
    res.once("close", () => {
      const status = res.headersSent ? res.statusCode : undefined;
      trace.end({ route: routePattern(ctx), status, failure: state.failure });
    });
    return trace.run(next);
  };
}
