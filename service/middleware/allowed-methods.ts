import type { Layer } from "@koa/router";
import type { Middleware } from "../context.ts";
import { RequestError } from "../errors.ts";

/** Answers what no route has answered: OPTIONS, a method too many, a path nobody knows. */
export function allowedMethods(): Middleware {
  return function answerUnrouted(ctx) {
    const matched: readonly Layer[] = ctx.matched ?? [];
    if (matched.length === 0) throw new RequestError(404, "There is nothing at this path.");

    const methods = new Set([...matched.flatMap((layer) => layer.methods), "OPTIONS"]);
    const allow = [...methods].sort().join(", ");
    if (ctx.method !== "OPTIONS") {
      throw new RequestError(405, `This path answers ${allow}.`, { Allow: allow });
    }
    ctx.status = 204;
    ctx.set("Allow", allow);
  };
}
