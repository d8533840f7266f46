import type { Middleware as KoaMiddleware, ParameterizedContext } from "koa";
import type { Weight } from "./counting/counters.ts";

/** Whose key a request came with; "none" stands for a wrong one, too. */
export type Caller = "owner" | "read" | "hit" | "none";

/** What the middleware learns about a request. */
export interface State {
  requestId: string;
  /** Where the request is followed by a trace. */
  traceId?: string;
  weight: Weight;
  /** A hash that tells the visitor of a hit that counts from today's others; undefined for a hit that does not. */
  visitor: () => Promise<string | undefined>;
  /** A hash that tells a voter from others, on whatever day. */
  voter: () => Promise<string>;
  /** Whose key the request came with, where the route asks for one. */
  caller?: Caller;
  /** What went wrong on our side, whatever the answer was: for the request's line in the log. */
  failure?: unknown;
}

export type Context = ParameterizedContext<State>;
export type Middleware = KoaMiddleware<State>;
