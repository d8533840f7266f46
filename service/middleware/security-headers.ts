import type { Middleware } from "../context.ts";
import { styleSource } from "../page/style.ts";

const policy = [
  "default-src 'none'",
  `style-src ${styleSource}`,
  "img-src data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const headers = {
  "Content-Security-Policy": policy,
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

/** The page's own inline style is all that a browser may load or run. */
export function securityHeaders(): Middleware {
  return function secure(ctx, next) {
    ctx.set(headers);
    return next();
  };
}
