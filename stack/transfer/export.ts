import { open, rename, rm } from "node:fs/promises";
import { Readable, Transform, type Writable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import type { Progress } from "./progress.ts";
import { openExport, type TallyApi } from "./tally-api.ts";

const lineBreak = 10;

/**
 * Writes every counter as a JSON line. It is as slow as the output.
 *
 * @param output is left open
 * @returns how many counters there were
 * @throws Error when the export did not arrive to its end
 */
export async function exportCounters(api: TallyApi, output: Writable, progress: Progress): Promise<number> {
  const body = (await openExport(api)) as ReadableStream;
  let [counters, bytes, last] = [0, 0, lineBreak];
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      for (const byte of chunk) if (byte === lineBreak) counters += 1;
      bytes += chunk.length;
      last = chunk.at(-1) ?? last;
      progress.update(counters, bytes);
      done(undefined, chunk);
    },
  });
  try {
    await pipeline(Readable.fromWeb(body), count, output, { end: false });
  } catch (error) {
    throw new Error(`the export broke off after ${counters} counters: ${said(error)}`, { cause: error });
  }
  if (last !== lineBreak) throw new Error(`the export broke off within its line ${counters + 1}`);
  return counters;
}

/** As `exportCounters`; the file has its name only when it is complete. */
export async function exportToFile(api: TallyApi, file: string, progress: Progress): Promise<number> {
  const part = `${file}.part`;
  const output = (await open(part, "w")).createWriteStream();
  try {
    const counters = await exportCounters(api, output, progress);
    await finished(output.end());
    await rename(part, file);
    return counters;
  } catch (error) {
    output.destroy();
    await rm(part, { force: true });
    throw error;
  }
}

function said(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message ? cause.message : message;
}
