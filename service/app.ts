import Koa from "koa";
import type { State } from "./context.ts";
import type { Log } from "./log/log.ts";
import { type Metrics, noMetrics } from "./metrics/metrics.ts";
import { allowedMethods } from "./middleware/allowed-methods.ts";
import { connectionClose } from "./middleware/connection-close.ts";
import { type HitWeightArgs, hitWeight } from "./middleware/hit-weight.ts";
import { noStore } from "./middleware/no-store.ts";
import { problems } from "./middleware/problems.ts";
import { requestId } from "./middleware/request-id.ts";
import { requestLog } from "./middleware/request-log.ts";
import { requestMetrics } from "./middleware/request-metrics.ts";
import { requestTrace } from "./middleware/request-trace.ts";
import { securityHeaders } from "./middleware/security-headers.ts";
import { visitor } from "./middleware/visitor.ts";
import { createRouter, type RouterArgs } from "./routes/router.ts";
import type { Tracing } from "./tracing/tracing.ts";
import type { Visitors } from "./visitors/visitors.ts";

export interface AppArgs extends RouterArgs {
  readonly log: Log;
  readonly visitors: Visitors;
  /** Told about every request; by default nobody is. */
  readonly metrics?: Metrics;
  /** Follows requests; by default none is followed. */
  readonly tracing?: Tracing | undefined;
  /** Whose requests count; by default not those of bots and prefetches. */
  readonly hits?: HitWeightArgs;
}

/** The service without its edges: no socket, no Redis, no process. */
export function createApp(args: AppArgs): Koa<State> {
  const { log, drain, visitors, hits, tracing, metrics = noMetrics } = args;
  const app = new Koa<State>();
  app.use(connectionClose(drain));
  app.use(requestId());
  if (tracing !== undefined) app.use(requestTrace(tracing));
  app.use(requestLog(log));
  app.use(requestMetrics(metrics));
  app.use(securityHeaders());
  app.use(noStore());
  app.use(problems());
  app.use(hitWeight(hits));
  app.use(visitor(visitors));
  for (const middleware of createRouter(args)) app.use(middleware);
  app.use(allowedMethods());
  // What gets past the middleware is a connection that broke; its request has its line already.
  app.on("error", (error) => log.debug({ err: error }, "could not answer"));
  return app;
}
