import { once } from "node:events";
import { connect } from "node:net";

/** A kept connection that one request at a time goes through. */
export interface Connection {
  /** @param dueMs when the request should have been sent, by `performance.now()` */
  ask(dueMs: number): void;
}

export interface Answer {
  readonly connection: Connection;
  readonly dueMs: number;
  /** Why it is not the answer that was wanted. */
  readonly failure: string | undefined;
}

/** Node's own client costs several times as much, and would be what is measured. */
export async function openConnection(
  port: number,
  request: string,
  onAnswer: (answer: Answer) => void,
): Promise<Connection> {
  let socket = await dial();
  let text = "";
  let dueMs: number | undefined;
  const connection: Connection = {
    ask(due) {
      dueMs = due;
      socket.write(request);
    },
  };
  return connection;

  async function dial() {
    const opened = connect({ port, host: "127.0.0.1", noDelay: true });
    await once(opened, "connect");
    opened.setEncoding("latin1");
    opened.on("data", (chunk: string) => read(chunk));
    opened.on("error", () => undefined);
    // Where nobody listens any more, the rest stays without an answer, which is counted.
    opened.on("close", () => void reopen().catch(() => undefined));
    return opened;
  }

  async function reopen(): Promise<void> {
    socket = await dial();
    text = "";
    if (dueMs !== undefined) answer("the connection was closed");
  }

  function read(chunk: string): void {
    text += chunk;
    if (!isComplete(text)) return;
    const status = text.slice(9, 12);
    text = "";
    answer(status === "200" ? undefined : `status ${status}`);
  }

  function answer(failure: string | undefined): void {
    const due = dueMs ?? 0;
    dueMs = undefined;
    onAnswer({ connection, dueMs: due, failure });
  }
}

/** Whether an answer has all its body, by its length or its last chunk. */
export function isComplete(text: string): boolean {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end))?.[1];
  if (length === undefined) return text.endsWith("\r\n0\r\n\r\n");
  return text.length >= end + 4 + Number(length);
}
