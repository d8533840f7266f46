import type { Server } from "node:http";
import type Koa from "koa";
import type { State } from "../context.ts";
import { createServer as createHttpServer } from "../http.ts";
import { answerUnparsed } from "./unparsed-requests.ts";

const limits = {
  // Far above what the proxy lets through, which refuses the rest in its own words.
  maxHeaderSize: 512 * 1024,
  // Longer than nginx keeps its idle connections (60 s): the side that closes an idle
  // connection first must be the one that would send the next request on it.
  keepAliveTimeout: 75_000,
  // From a request's first byte, so an idle connection is none of its business.
  headersTimeout: 30_000,
  // The proxy bounds how long a client is silent, and passes an import on as it comes, which
  // may be long and over a slow line.
  requestTimeout: 15 * 60_000,
};

/** An HTTP server that does not listen yet. */
export function createServer(app: Koa<State>): Server {
  return answerUnparsed(createHttpServer(limits, app.callback()));
}
