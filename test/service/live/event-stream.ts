import { once } from "node:events";
import { type ClientRequest, get, type IncomingHttpHeaders, type IncomingMessage } from "node:http";

export interface ReceivedEvent {
  readonly id: string;
  readonly data: { readonly counters: { counter: string; value: number | null; exact: string | null }[] };
}

/** A client of server-sent events that keeps what it gets. */
export interface EventStream {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** All text so far. */
  readonly text: string;
  readonly events: ReceivedEvent[];
  /** The newest values by counter, as strings. */
  readonly values: Readonly<Record<string, string | null>>;
  readonly heartbeats: number;
  /** How it ended: properly, or because the connection broke. */
  readonly ended: Promise<"ended" | "broken">;
  /** Stops reading, without a word to the other end. */
  pause(): void;
  resume(): void;
  close(): void;
}

export async function openEventStream(url: string, lastId?: string): Promise<EventStream> {
  const headers = { Accept: "text/event-stream", ...(lastId !== undefined && { "Last-Event-ID": lastId }) };
  const request: ClientRequest = get(url, { headers, agent: false });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  let text = "";
  response.setEncoding("utf8");
  response.on("data", (chunk) => {
    text += chunk;
  });
  const ended = new Promise<"ended" | "broken">((resolve) => {
    response.once("error", () => resolve("broken"));
    response.once("end", () => resolve("ended"));
  });
  const events = () => text.split("\n\n").slice(0, -1).flatMap(readEvent);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    get text() {
      return text;
    },
    get events() {
      return events();
    },
    get values() {
      const counters = events().at(-1)?.data.counters ?? [];
      return Object.fromEntries(counters.map(({ counter, exact }) => [counter, exact]));
    },
    get heartbeats() {
      return text.split("\n\n").filter((part) => part.startsWith(":")).length;
    },
    ended,
    pause: () => void response.pause(),
    resume: () => void response.resume(),
    close: () => void request.destroy(),
  };
}

function readEvent(block: string): ReceivedEvent[] {
  const [, id, data] = /^id: (.*)\ndata: (.*)$/.exec(block) ?? [];
  return id === undefined || data === undefined ? [] : [{ id, data: JSON.parse(data) }];
}
