import { X509Certificate } from "node:crypto";
import { request } from "node:https";
import { Readable } from "node:stream";
import type { PeerCertificate } from "node:tls";

/** What is needed of a request; the body is text. */
export interface PinnedRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/**
 * Asks a server that must show exactly this certificate, whoever issued it and
 * whatever names it has: a key that is sent to it reaches nobody else.
 *
 * @param certificate as PEM; where its chain follows, the first one is meant
 */
export async function fetchPinned(url: string, certificate: string, sent: PinnedRequest): Promise<Response> {
  const { body, ...options } = sent;
  const checkServerIdentity = pinTo(certificate);
  const trust = { ca: certificate, allowPartialTrustChain: true, checkServerIdentity };
  return await new Promise((resolve, reject) => {
    request(url, { ...options, agent: false, ...trust }, (response) => {
      const stream = Readable.toWeb(response) as ReadableStream<Uint8Array>;
      resolve(new Response(stream, { status: response.statusCode ?? 500 }));
    })
      .once("error", reject)
      .end(body);
  });
}

/** To be trusted is not enough: what issued the certificate is among the trusted ones, and issues others. */
function pinTo(certificate: string): (host: string, shown: PeerCertificate) => Error | undefined {
  const { raw } = new X509Certificate(certificate);
  return (_host, shown) => {
    if (raw.equals(shown.raw)) return undefined;
    return new Error("the server shows another certificate than Tally's");
  };
}
