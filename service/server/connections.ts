import type { Server } from "node:net";

/** The client connections of a server. */
export interface Connections {
  /** Milliseconds since the last one closed: 0 while one is open, Infinity before the first. */
  quietForMs(): number;
}

/** Sees the connections from now on: call it before the server listens. */
export function trackConnections(server: Server): Connections {
  let open = 0;
  let quietSince = Number.NEGATIVE_INFINITY;
  server.on("connection", (socket) => {
    open += 1;
    socket.once("close", () => {
      open -= 1;
      quietSince = performance.now();
    });
  });
  return { quietForMs: () => (open > 0 ? 0 : performance.now() - quietSince) };
}
