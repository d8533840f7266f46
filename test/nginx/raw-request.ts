import { connect } from "node:net";
import { text } from "node:stream/consumers";

/** An answer to whatever was sent, as far as it is HTTP. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Sends text that no HTTP client would, and reads until the other side closes. */
export async function sendRaw(url: string, request: string): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(request);
  return parseAnswer(await text(socket));
}

function parseAnswer(answer: string): RawAnswer {
  const [head = "", ...rest] = answer.split("\r\n\r\n");
  const [statusLine = "", ...lines] = head.split("\r\n");
  const fields = lines.map((line): [string, string] => {
    const [name = "", ...value] = line.split(": ");
    return [name, value.join(": ")];
  });
  return {
    status: Number(statusLine.split(" ")[1]),
    headers: new Headers(fields),
    body: rest.join("\r\n\r\n"),
  };
}
