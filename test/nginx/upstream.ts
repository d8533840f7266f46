import type { createServer, IncomingMessage, ServerResponse } from "node:http";

/** How an upstream answers, until it is told otherwise. */
export interface Behaviour {
  readonly release: string;
  /** The status of answers to everything, or to what comes through the proxy, or to one path. */
  readonly status?: number;
  readonly proxiedStatus?: number;
  readonly statusOf?: Readonly<Record<string, number>>;
  /** Whether new requests stay open, and whether those that do go on doing so. */
  readonly holds?: boolean;
  readonly holdsOn?: boolean;
  /** How long each request keeps it from answering another, in milliseconds. */
  readonly busyMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request as it arrived. */
export interface Seen {
  readonly path: string;
  readonly prefetch: boolean;
  readonly probe: boolean;
}

/**
 * Answers as a replica does, without a Redis; runs inside a container, so it
 * is short and closes over nothing but its imports.
 */
export function serveUpstream(create: typeof createServer, port: number, first: Behaviour): void {
  let behaviour = first;
  const seen: Seen[] = [];
  let held: (() => void)[] = [];
  let freeAt = 0;
  let streams: ServerResponse[] = [];

  function stream(response: ServerResponse): void {
    response.writeHead(200, { "Content-Type": "text/event-stream", "X-Accel-Buffering": "no" });
    response.write(`data: ${behaviour.release}\n\n`);
    streams = [...streams, response];
  }

  process.on("SIGUSR2", () => {
    for (const response of streams.splice(0)) response.end();
  });

  function control(request: IncomingMessage, response: ServerResponse): void {
    if (request.url === "/control/seen") return void response.end(JSON.stringify(seen));
    if (request.url === "/control/crash") process.exit(3);
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      behaviour = JSON.parse(body);
      if (!behaviour.holds && !behaviour.holdsOn) for (const answer of held.splice(0)) answer();
      response.end();
    });
  }

  create((request, response) => {
    const { url: path = "", headers } = request;
    if (path.startsWith("/control/")) return control(request, response);
    const [prefetch, probe] = [headers["sec-purpose"] === "prefetch", "x-tally-probe" in headers];
    seen.push({ path, prefetch, probe });
    if (path === "/api/v1/live") return stream(response);
    const { release, status = 200, proxiedStatus = status, statusOf = {}, holds, busyMs } = behaviour;
    const answer = () => {
      response.statusCode = statusOf[path] ?? (headers["x-forwarded-proto"] ? proxiedStatus : status);
      for (const [name, value] of Object.entries(behaviour.headers ?? {})) response.setHeader(name, value);
      response.end(JSON.stringify({ release, headers }));
    };
    if (holds) held = [...held, answer];
    else if (busyMs) {
      freeAt = Math.max(freeAt, performance.now()) + busyMs;
      setTimeout(answer, freeAt - performance.now());
    } else answer();
  }).listen(port);
}
