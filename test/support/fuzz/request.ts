/** What a request is made of; nothing of it needs to be right. */
export interface RequestParts {
  readonly line: string;
  readonly headers?: readonly string[];
  readonly body?: string | Buffer;
  readonly lineEnd?: string;
}

/** The bytes of a request. In `line` and `headers` a character is a byte. */
export function requestBytes({ line, headers = [], body = "", lineEnd = "\r\n" }: RequestParts): Buffer {
  const head = [line, ...headers, "", ""].join(lineEnd);
  return Buffer.concat([Buffer.from(head, "latin1"), Buffer.from(body)]);
}

/** What a right request has, and asks for the connection's end. */
export const usual: readonly string[] = ["Host: localhost", "User-Agent: curl/8.5", "Connection: close"];

/** The header of a body of this length. */
export function contentLength(body: string | Buffer): string {
  return `Content-Length: ${Buffer.byteLength(body)}`;
}
