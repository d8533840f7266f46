import type { Middleware } from "../context.ts";
import { findAsset } from "../page/assets.ts";

const yearSeconds = 31_536_000;

/**
 * A file whose path names its content, for as long as a browser likes. While a
 * release replaces another, a page of the one asks the other for its files: the
 * other's file is better than none, but nothing to be remembered by that name.
 */
export function assets(): Middleware {
  return function sendAsset(ctx, next) {
    const [, stem, hash, type] = /^\/assets\/([\w-]+)\.([\w-]+)\.(css|js)$/.exec(ctx.path) ?? [];
    const asset = findAsset(`${stem}.${type}`);
    if (!asset) {
      ctx.matched = [];
      return next();
    }
    if (hash === asset.hash) ctx.set("Cache-Control", `public, max-age=${yearSeconds}, immutable`);
    ctx.vary("Accept-Encoding");
    ctx.type = asset.type;
    if (ctx.acceptsEncodings("gzip", "identity") === "gzip") {
      ctx.set("Content-Encoding", "gzip");
      ctx.body = asset.gzipped;
    } else {
      ctx.body = asset.body;
    }
  };
}
