import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { parseSpans, type Span } from "./spans.ts";

/** A receiver of traces by OTLP over HTTP. */
export interface Collector {
  readonly port: number;
  readonly url: string;
  readonly requests: readonly CollectorRequest[];
  /** All spans so far, as far as they came as protobuf. */
  readonly spans: readonly Span[];
  /** Answers with this status from now on; undefined never answers. */
  answer(status: number | undefined): void;
  close(): Promise<void>;
}

export interface CollectorRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export async function startCollector(host = "127.0.0.1"): Promise<Collector> {
  const requests: CollectorRequest[] = [];
  const spans: Span[] = [];
  let status: number | undefined = 200;
  const server = createServer(async (request, response) => {
    const { url: path = "", headers } = request;
    const body = await buffer(request);
    requests.push({ path, headers, body });
    if (status === 200 && headers["content-type"] === "application/x-protobuf")
      spans.push(...parseSpans(body));
    if (status !== undefined) response.writeHead(status).end();
  });
  server.listen(0, host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://${host}:${port}`,
    requests,
    spans,
    answer(next) {
      status = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
