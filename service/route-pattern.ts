import type { Layer } from "@koa/router";
import type { Context } from "./context.ts";

/** The pattern, not the path: what clients make up belongs in no log line and no label. */
export function routePattern(ctx: Context): string {
  const [layer]: readonly Layer[] = ctx.matched ?? [];
  return String(layer?.path ?? "none");
}
