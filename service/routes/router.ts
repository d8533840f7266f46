import { createRequire } from "node:module";
import { allowOrigins, isForPages, preflight } from "../api/cross-origin.ts";
import { createDocument, formatDocument } from "../api/document.ts";
import type { HitArgs } from "../api/hit.ts";
import type { Operation } from "../api/operation.ts";
import { type ApiArgs, apiOperations } from "../api/operations.ts";
import { createRights } from "../api/rights.ts";
import type { Middleware, State } from "../context.ts";
import { renderDocs } from "../page/docs.ts";
import { assets } from "./assets.ts";
import { type BadgeArgs, badge } from "./badge.ts";
import { type CountArgs, count, countDocument } from "./count.ts";
import { docs } from "./docs.ts";
import { type GetArgs, get } from "./get.ts";
import { hit } from "./hit.ts";
import { type HomeArgs, home, homeDocument } from "./home.ts";
import { type LiveRouteArgs, live } from "./live.ts";
import { livez, livezDocument } from "./livez.ts";
import { openapi } from "./openapi.ts";
import { type ReadyzArgs, readyz, readyzDocument } from "./readyz.ts";
import { robots, robotsDocument } from "./robots.ts";
import { undoVote } from "./undo-vote.ts";
import { type VoteArgs, vote } from "./vote.ts";

// Its build for `import` imports node:http, and what comes with that; see http.ts.
const { Router }: typeof import("@koa/router") = createRequire(import.meta.url)("@koa/router");

export type RouterArgs = HomeArgs &
  VoteArgs &
  CountArgs &
  ReadyzArgs &
  GetArgs &
  HitArgs &
  BadgeArgs &
  LiveRouteArgs &
  ApiArgs;

/** Everything that can be asked of the service: a line here is a route and its part of the document. */
export function createOperations(args: RouterArgs): readonly Operation[] {
  const operations: Operation[] = [
    ...apiOperations(args),
    { method: "get", path: "/", document: homeDocument, answer: home(args) },
    vote(args),
    undoVote("post", args),
    undoVote("delete", args),
    { method: "get", path: "/count", document: countDocument, answer: count(args) },
    hit(args),
    get(args),
    badge(args),
    live(args),
    openapi(() => json),
    docs(() => page),
    { method: "get", path: "/robots.txt", document: robotsDocument, answer: robots() },
    { method: "get", path: "/livez", document: livezDocument, answer: livez() },
    { method: "get", path: "/readyz", document: readyzDocument, answer: readyz(args) },
  ];
  const document = createDocument(operations, args.keys);
  const json = formatDocument(document);
  const page = renderDocs(JSON.parse(json));
  return operations;
}

/** Answers the operations to whoever has the right, and browsers that ask before they ask. */
export function createRouter(args: RouterArgs): readonly Middleware[] {
  const operations = createOperations(args);
  const rights = createRights(args.keys);
  // A router tries all its routes on each request, and most requests are none to the API.
  const [others, api] = [createEmptyRouter(), createEmptyRouter()];
  for (const operation of operations) {
    const { method, right, answer } = operation;
    const before = [
      ...(isForPages(operation) ? [allowOrigins()] : []),
      ...(right ? [rights.require(right)] : []),
    ];
    const router = operation.path.startsWith("/api/") ? api : others;
    router[method](routePath(operation), ...before, answer);
  }
  others.get("/assets/:file", assets());
  const routed = [others, api].map((router) => router.routes() as Middleware);
  return [...routed, preflight(operations, routePath)];
}

function createEmptyRouter() {
  return new Router<State>({ strict: true, sensitive: true });
}

/** The router writes :name for {name}. */
function routePath({ path }: Operation): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}
