import type { Context, Middleware } from "../context.ts";
import { clientAddress } from "../visitors/client-address.ts";
import { networkOf } from "../visitors/network.ts";
import type { Visitors } from "../visitors/visitors.ts";

/** Who asks is found out where a route wants to know, and not before. */
export function visitor(visitors: Visitors): Middleware {
  return function identifyVisitor(ctx, next) {
    ctx.state.visitor = async () =>
      ctx.state.weight === 0n ? undefined : await visitors.visitorOf(...marksOf(ctx));
    ctx.state.voter = () => visitors.voterOf(...marksOf(ctx));
    return next();
  };
}

function marksOf(ctx: Context): [address: string, userAgent: string] {
  return [networkOf(clientAddress(ctx) ?? ""), ctx.get("User-Agent")];
}
