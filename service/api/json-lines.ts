import { BadLine } from "./bad-line.ts";

export const jsonLines = "application/jsonl";

/** What those call them that came first. */
export const newlineDelimitedJson = "application/x-ndjson";

const newline = 0x0a;

/**
 * The lines of a stream, without more than one of them and a chunk in memory.
 *
 * @throws BadLine 413 at a line of more than `mostBytes` bytes
 */
export async function* readLines(chunks: AsyncIterable<Buffer>, mostBytes: number): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let length = 0;
  let number = 1;

  function keep(part: Buffer): void {
    length += part.length;
    if (length > mostBytes) {
      throw new BadLine(number, `has more than ${mostBytes} bytes`, 413);
    }
    parts.push(part);
  }

  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      keep(chunk.subarray(start, end));
      yield Buffer.concat(parts, length);
      parts = [];
      length = 0;
      number += 1;
      start = end + 1;
    }
    keep(chunk.subarray(start));
  }
  if (length > 0) yield Buffer.concat(parts, length);
}
