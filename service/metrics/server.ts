import type { Server, ServerResponse } from "node:http";
import type { Registry } from "prom-client";
import { createServer } from "../http.ts";

/** Answers /metrics on a port of its own, which no proxy leads to. It does not listen yet. */
export function createMetricsServer(registry: Registry): Server {
  return createServer((request, response) => {
    const path = request.url?.split("?", 1)[0];
    if (path !== "/metrics") {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("There is only /metrics here.\n");
    } else if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { Allow: "GET, HEAD" }).end();
    } else {
      void answer(registry, response);
    }
  });
}

async function answer(registry: Registry, response: ServerResponse): Promise<void> {
  try {
    const metrics = await registry.metrics();
    response.writeHead(200, { "Content-Type": registry.contentType, "Cache-Control": "no-store" });
    response.end(metrics);
  } catch {
    response.writeHead(500).end();
  }
}
