import type { Middleware as KoaMiddleware, ParameterizedContext } from "koa";
import type { Weight } from "./counting/counters.ts";

/** What the middleware learns about a request. */
export interface State {
  requestId: string;
  weight: Weight;
  /** What went wrong on our side, whatever the answer was: for the request's line in the log. */
  failure?: unknown;
}

export type Context = ParameterizedContext<State>;
export type Middleware = KoaMiddleware<State>;
