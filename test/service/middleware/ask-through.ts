import Koa from "koa";
import supertest from "supertest";
import type { Middleware, State } from "../../../service/context.ts";

/** Requests to an app that is nothing but this middleware. */
export function askThrough(...middleware: Middleware[]) {
  const app = new Koa<State>();
  for (const one of middleware) app.use(one);
  return supertest(app.callback());
}
