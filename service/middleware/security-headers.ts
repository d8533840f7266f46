import type { Middleware } from "../context.ts";

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const headers = {
  "Content-Security-Policy": policy,
  // With no-referrer, browsers would not say of the page's own forms whose they are.
  "Referrer-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

/** The service's own files are all that a browser may load or run: nothing inline, nothing from elsewhere. */
export function securityHeaders(): Middleware {
  return function secure(ctx, next) {
    ctx.set(headers);
    return next();
  };
}
