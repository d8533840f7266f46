import type { Context, Middleware } from "../context.ts";
import type { Log } from "../log/log.ts";
import { routePattern } from "../route-pattern.ts";
import { clientAddress } from "../visitors/client-address.ts";

const healthChecks = new Set(["/livez", "/readyz"]);

/** One line per request, written when the answer has gone out or its client has gone away. */
export function requestLog(log: Log): Middleware {
  return function logRequest(ctx, next) {
    const startMs = performance.now();
    // Now, because a connection that broke knows its other end no more.
    const client = clientAddress(ctx);
    ctx.res.once("close", () => {
      const { requestId, traceId = requestId, failure } = ctx.state;
      const route = routePattern(ctx);
      log[levelOf(ctx, route)](
        {
          requestId,
          // A trace that the client has begun has an id of its own.
          ...(traceId !== requestId && { traceId }),
          method: ctx.method,
          route,
          status: ctx.res.statusCode,
          durationMs: Math.round((performance.now() - startMs) * 1000) / 1000,
          client,
          ...(!ctx.res.writableFinished && { aborted: true }),
          ...(failure !== undefined && { err: failure }),
        },
        "request",
      );
    });
    return next();
  };
}

function levelOf(ctx: Context, route: string): "debug" | "info" | "warn" | "error" {
  if (healthChecks.has(route)) return "debug";
  const isServerError = ctx.res.statusCode >= 500;
  if (ctx.state.failure === undefined) return isServerError ? "warn" : "info";
  return isServerError ? "error" : "warn";
}
