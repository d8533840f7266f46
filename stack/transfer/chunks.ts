/** Some lines of a file, to be sent at once. */
export interface Chunk {
  /** Each with its line break. */
  readonly text: string;
  /** The number in the file of each line, from 1; blank ones are left out. */
  readonly lineNumbers: readonly number[];
  /** How much of the file has been read with it, in bytes. */
  readonly bytesRead: number;
}

export interface ChunkLimits {
  /** Lines are put together up to here. */
  readonly chunkBytes: number;
  /** A line longer than a chunk is sent alone; up to here. */
  readonly lineBytes: number;
}

/** Far below the proxy's limit, and enough for hundreds of counters. */
export const defaultLimits: ChunkLimits = { chunkBytes: 48 * 1024, lineBytes: 8 * 1024 * 1024 };

/**
 * Puts the records of a file together to chunks; holds no more than one of them.
 *
 * @throws Error naming the line that is too long or no record
 */
export async function* readChunks(
  source: AsyncIterable<Buffer>,
  limits: ChunkLimits = defaultLimits,
): AsyncGenerator<Chunk> {
  let texts: string[] = [];
  let lineNumbers: number[] = [];
  let [size, number, bytesRead] = [0, 0, 0];
  for await (const line of readLines(source, limits.lineBytes)) {
    if (size > 0 && size + line.length > limits.chunkBytes) {
      yield { text: texts.join(""), lineNumbers, bytesRead };
      [texts, lineNumbers, size] = [[], [], 0];
    }
    number += 1;
    bytesRead += line.length + 1;
    const text = line.toString("utf8").trim();
    if (text === "") continue;
    checkRecord(text, number);
    texts.push(`${text}\n`);
    lineNumbers.push(number);
    size += line.length + 1;
  }
  if (size > 0) yield { text: texts.join(""), lineNumbers, bytesRead };
}

async function* readLines(source: AsyncIterable<Buffer>, most: number): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let [size, number] = [0, 1];
  const grow = (bytes: number) => {
    size += bytes;
    if (size > most) throw new Error(`line ${number} is longer than ${most} bytes`);
  };
  for await (const bytes of source) {
    let from = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
      grow(end - from);
      yield Buffer.concat([...parts, bytes.subarray(from, end)]);
      [parts, size, from] = [[], 0, end + 1];
      number += 1;
    }
    parts.push(bytes.subarray(from));
    grow(bytes.length - from);
  }
  if (size > 0) yield Buffer.concat(parts);
}

function checkRecord(text: string, number: number): void {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch (error) {
    throw new Error(`line ${number} is no JSON: ${(error as Error).message}`, { cause: error });
  }
  if (record === null || typeof record !== "object" || !("counter" in record)) {
    throw new Error(`line ${number} is no counter of an export`);
  }
}
