import cors from "@koa/cors";
import type { Layer } from "@koa/router";
import type { Middleware } from "../context.ts";
import type { Operation } from "./operation.ts";

const exposed = ["Location", "Retry-After", "X-Path", "X-Request-Id"];
const preflightSeconds = 24 * 60 * 60;

/**
 * Lets pages of every origin ask for these operations. Nothing here goes by cookies, so no
 * origin needs to be told from another.
 */
export function allowOrigins(): Middleware {
  return cors({ origin: "*", exposeHeaders: exposed, keepHeadersOnError: false }) as Middleware;
}

/** Whether pages of other origins may do it: neither what only the owner may, nor what is for our own page. */
export function isForPages({ right }: Operation): boolean {
  return right === "read" || right === "hit";
}

/** Answers a browser that asks whether it may ask. Comes after the router. */
export function preflight(
  operations: readonly Operation[],
  pathOf: (operation: Operation) => string,
): Middleware {
  const methodsAt = new Map<string, string[]>();
  for (const operation of operations.filter(isForPages)) {
    const path = pathOf(operation);
    methodsAt.set(path, [...(methodsAt.get(path) ?? []), operation.method.toUpperCase()]);
  }

  return function answerPreflight(ctx, next) {
    const matched: readonly Layer[] = ctx.matched ?? [];
    const allowMethods = matched.flatMap(({ path }) => methodsAt.get(String(path)) ?? []);
    if (ctx.method !== "OPTIONS" || !allowMethods.includes(ctx.get("Access-Control-Request-Method"))) {
      return next();
    }
    return cors({ origin: "*", allowMethods, maxAge: preflightSeconds })(ctx, next);
  };
}
