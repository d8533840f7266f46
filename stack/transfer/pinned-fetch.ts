import { request } from "node:https";
import { Readable } from "node:stream";

/** What is needed of a request; the body is text. */
export interface PinnedRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Asks a server that must show exactly this certificate, whoever issued it and
 * whatever names it has: a key that is sent to it reaches nobody else.
 */
export async function fetchPinned(url: string, certificate: string, sent: PinnedRequest): Promise<Response> {
  const { method, headers, body } = sent;
  const trust = { ca: certificate, allowPartialTrustChain: true, checkServerIdentity: () => undefined };
  return await new Promise((resolve, reject) => {
    request(url, { method, headers, agent: false, ...trust }, (response) => {
      const stream = Readable.toWeb(response) as ReadableStream<Uint8Array>;
      resolve(new Response(stream, { status: response.statusCode ?? 500 }));
    })
      .once("error", reject)
      .end(body);
  });
}
