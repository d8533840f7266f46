/** Reads a stream in pieces of any length. */
export interface ByteReader {
  /** @returns fewer bytes only where the stream ends */
  read(bytes: number): Promise<Buffer>;
  /** Everything up to and without the next line feed. */
  readLine(): Promise<string>;
  /** Whatever comes next, in whatever portion; undefined at the end. */
  next(): Promise<Buffer | undefined>;
}

const longestLine = 1024;

export function createByteReader(source: AsyncIterable<Buffer>): ByteReader {
  const chunks = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);

  async function fill(): Promise<boolean> {
    const { done, value } = await chunks.next();
    if (done) return false;
    held = held.length === 0 ? value : Buffer.concat([held, value]);
    return true;
  }

  function take(bytes: number): Buffer {
    const taken = held.subarray(0, bytes);
    held = held.subarray(bytes);
    return taken;
  }

  return {
    async read(bytes) {
      while (held.length < bytes && (await fill()));
      return take(bytes);
    },
    async readLine() {
      while (!held.includes("\n")) {
        if (held.length > longestLine || !(await fill())) throw new Error("a line has no end");
      }
      return take(held.indexOf("\n") + 1)
        .toString("latin1")
        .trimEnd();
    },
    async next() {
      if (held.length === 0 && !(await fill())) return undefined;
      return take(held.length);
    },
  };
}
