import type { Context, Middleware } from "../context.ts";

// Sec-Purpose is the standard's name; the others are what browsers sent before it.
const purposeHeaders = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"];

/** Decides whether a request counts: a look at the headers does not, nor does a browser's guess. */
export function hitWeight(): Middleware {
  return function weigh(ctx, next) {
    ctx.state.weight = ctx.method === "HEAD" || isPrefetch(ctx) ? 0n : 1n;
    return next();
  };
}

function isPrefetch(ctx: Context): boolean {
  return purposeHeaders.some((header) => /prefetch|preview|prerender/i.test(ctx.get(header)));
}
