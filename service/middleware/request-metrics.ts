import type { Middleware } from "../context.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { routePattern } from "../route-pattern.ts";

// As nginx says of a client that did not wait for its answer.
const goneStatus = "499";

/** Times every request by route and status. */
export function requestMetrics(metrics: Pick<Metrics, "request">): Middleware {
  return function measureRequest(ctx, next) {
    const startMs = performance.now();
    ctx.res.once("close", () => {
      const status = ctx.res.headersSent ? String(ctx.res.statusCode) : goneStatus;
      metrics.request(ctx.method, routePattern(ctx), status, (performance.now() - startMs) / 1000);
    });
    return next();
  };
}
