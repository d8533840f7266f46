import { type ClientHttp2Session, connect, constants } from "node:http2";
import { setTimeout as sleep } from "node:timers/promises";

export interface Http2Report {
  readonly answered: number;
  /** How many requests the server refused untouched, so that every client sends them again. */
  readonly refused: number;
  /** How many connections it took. */
  readonly sessions: number;
  readonly failures: readonly string[];
}

const pauseMs = 3;

/**
 * Sends requests by HTTP/2 one after the other without waiting for answers, on
 * one connection until the server says goodbye to it.
 *
 * @returns what stops it
 */
export function startHttp2Client(url: string, ca: string): () => Promise<Http2Report> {
  let [answered, refused, sessions] = [0, 0, 0];
  const failures: string[] = [];
  const underWay = new Set<Promise<void>>();
  let session: ClientHttp2Session | undefined;
  let stopped = false;

  function open(): ClientHttp2Session {
    sessions += 1;
    const opened = connect(url, { ca });
    const forget = () => {
      if (session === opened) session = undefined;
    };
    opened.on("error", (error) => failures.push(error.message));
    return opened.once("goaway", forget).once("close", forget);
  }

  async function send(stream: ReturnType<ClientHttp2Session["request"]>): Promise<void> {
    try {
      for await (const _ of stream);
      answered += 1;
    } catch (error) {
      if (stream.rstCode === constants.NGHTTP2_REFUSED_STREAM) refused += 1;
      else failures.push(String(error));
    }
  }

  const loop = (async () => {
    while (!stopped) {
      session ??= open();
      const work = send(session.request({ ":path": "/" })).finally(() => underWay.delete(work));
      underWay.add(work);
      await sleep(pauseMs);
    }
  })();

  return async () => {
    stopped = true;
    await loop;
    await Promise.all(underWay);
    session?.close();
    return { answered, refused, sessions, failures };
  };
}
