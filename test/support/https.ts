import { connect as connectHttp2, type OutgoingHttpHeaders } from "node:http2";
import { type RequestOptions, request } from "node:https";
import { text } from "node:stream/consumers";
import { type ConnectionOptions, connect, type PeerCertificate } from "node:tls";

export interface HttpsAnswer {
  readonly status: number | undefined;
  readonly headers: Headers;
  readonly body: string;
}

/** Asks https://localhost; the certificate is checked against `ca` alone. */
export async function askHttps(
  options: RequestOptions & { ca: string; body?: string },
): Promise<HttpsAnswer> {
  const sent = request({ host: "localhost", agent: false, ...options }).end(options.body);
  return await new Promise((resolve, reject) => {
    sent.once("error", reject).once("response", (response) => {
      const fields = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
      const answer = { status: response.statusCode, headers: new Headers(fields as [string, string][]) };
      text(response).then((body) => resolve({ ...answer, body }), reject);
    });
  });
}

/** The same by HTTP/2. */
export async function askHttp2(
  port: number,
  ca: string,
  headers: OutgoingHttpHeaders = {},
): Promise<HttpsAnswer> {
  const session = connectHttp2(`https://localhost:${port}`, { ca });
  try {
    const stream = session.request({ ":path": "/", ...headers });
    const answer = await new Promise<[string, string][]>((resolve, reject) => {
      session.once("error", reject);
      stream.once("error", reject).once("response", (fields) => {
        resolve(Object.entries(fields).map(([name, value]) => [name, String(value)]));
      });
    });
    const status = Number(answer.find(([name]) => name === ":status")?.[1]);
    const fields = answer.filter(([name]) => !name.startsWith(":"));
    return { status, headers: new Headers(fields), body: await text(stream) };
  } finally {
    session.close();
  }
}

/** What a server at localhost shows of itself, trusted or not. @throws the alert that it sends */
export async function shakeHands(
  port: number,
  options: ConnectionOptions = {},
): Promise<{ protocol: string | null; certificate: PeerCertificate }> {
  const socket = connect({ port, host: "localhost", rejectUnauthorized: false, ...options });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("secureConnect", resolve).once("error", reject);
    });
    return { protocol: socket.getProtocol(), certificate: socket.getPeerCertificate() };
  } finally {
    socket.destroy();
  }
}
