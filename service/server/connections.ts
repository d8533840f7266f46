import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** The client connections of a server. */
export interface Connections {
  /** Milliseconds since the last one closed: 0 while one is open, Infinity before the first. */
  quietForMs(): number;
  /** Whether a request is in flight on one of them. */
  isAsked(): boolean;
}

/** Sees the connections from now on: call it before the server listens. */
export function trackConnections(server: Server): Connections {
  // With the latest answer of each: those before it are out.
  const open = new Map<Socket, ServerResponse | undefined>();
  let quietSince = Number.NEGATIVE_INFINITY;
  server.on("connection", (socket) => {
    open.set(socket, undefined);
    socket.once("close", () => {
      open.delete(socket);
      quietSince = performance.now();
    });
  });
  server.on("request", ({ socket }, response) => {
    if (open.has(socket)) open.set(socket, response);
  });
  return {
    quietForMs: () => (open.size > 0 ? 0 : performance.now() - quietSince),
    isAsked: () => [...open.values()].some((response) => response?.writableFinished === false),
  };
}
