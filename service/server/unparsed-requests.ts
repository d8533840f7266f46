import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import { STATUS_CODES } from "../http.ts";
import type { Problem } from "../problem.ts";

/** What Node says of a request that it does not let through. All else is 400. */
const refusals: Readonly<Record<string, [status: number, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [431, "The header of the request is too large."],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "The request took too long to arrive."],
};

/**
 * Answers what cannot be read as a request with a problem, where Node would
 * send a status alone. The proxy reads some requests less strictly than Node.
 */
export function answerUnparsed(server: Server): Server {
  const answering = new WeakSet<Duplex>();

  server.on("request", ({ socket }, response) => {
    answering.add(socket);
    response.once("close", () => answering.delete(socket));
  });
  return server.on("clientError", ({ code = "" }: NodeJS.ErrnoException, socket) => {
    // A second answer in the middle of one would be part of it to whoever reads it.
    if (answering.has(socket)) socket.destroy();
    else socket.end(renderRefusal(code), () => socket.destroy());
  });
}

function renderRefusal(code: string): string {
  const [status, detail] = refusals[code] ?? [400, "This is no request that could be understood."];
  const title = STATUS_CODES[status] ?? "Error";
  const body = JSON.stringify({ type: "about:blank", title, status, detail } satisfies Problem);
  return [
    `HTTP/1.1 ${status} ${title}`,
    "Connection: close",
    "Cache-Control: no-store",
    "Content-Type: application/problem+json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "",
    body,
  ].join("\r\n");
}
