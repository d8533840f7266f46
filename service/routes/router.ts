import { Router } from "@koa/router";
import type { Middleware, State } from "../context.ts";
import { assets } from "./assets.ts";
import { type CountArgs, count } from "./count.ts";
import { type HomeArgs, home } from "./home.ts";
import { type LiveRouteArgs, live } from "./live.ts";
import { livez } from "./livez.ts";
import { type ReadyzArgs, readyz } from "./readyz.ts";
import { type VoteArgs, vote } from "./vote.ts";

export type RouterArgs = HomeArgs & VoteArgs & CountArgs & LiveRouteArgs & ReadyzArgs;

/** Everything that can be asked of the service. */
export function createRouter(args: RouterArgs): Middleware {
  const router = new Router<State>({ strict: true, sensitive: true });
  router.get("/", home(args));
  router.post("/vote", vote(args));
  router.get("/count", count(args));
  router.get("/assets/:file", assets());
  router.get("/api/v1/live", live(args));
  router.get("/livez", livez());
  router.get("/readyz", readyz(args));
  return router.routes() as Middleware;
}
