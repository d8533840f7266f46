export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** The answers in what came over a connection, as far as their headers are whole. */
export function readAnswers(received: Buffer): Answer[] {
  const answers: Answer[] = [];
  let rest = received.toString("latin1");
  while (rest.startsWith("HTTP/1.")) {
    const headEnd = rest.indexOf("\r\n\r\n");
    if (headEnd < 0) break;
    const [statusLine = "", ...lines] = rest.slice(0, headEnd).split("\r\n");
    const headers = new Headers(lines.map((line) => fieldOf(line)));
    // Bodies need no more care: none of ours quotes the line that begins an answer.
    const next = rest.indexOf("HTTP/1.1 ", headEnd);
    const end = next < 0 ? rest.length : next;
    answers.push({ status: Number(statusLine.split(" ")[1]), headers, body: rest.slice(headEnd + 4, end) });
    rest = rest.slice(end);
  }
  return answers;
}

function fieldOf(line: string): [string, string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}
