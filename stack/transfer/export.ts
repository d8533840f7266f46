import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { counterCount } from "./counter-count.ts";
import { writeWhole } from "./part-file.ts";
import { createPatience } from "./patience.ts";
import type { Progress } from "./progress.ts";
import { openExport, Refusal, type TallyApi } from "./tally-api.ts";

const lineBreak = 10;

/**
 * Writes every counter as a JSON line. It is as slow as the output. When it is
 * interrupted it goes on behind the last counter that arrived.
 *
 * @param output is left open
 * @returns how many counters there were
 * @throws Error when the export did not arrive to its end
 */
export async function exportCounters(api: TallyApi, output: Writable, progress: Progress): Promise<number> {
  const patience = createPatience(api.patienceMs);
  let [counters, bytes] = [0, 0];

  async function* readAll(): AsyncGenerator<Buffer> {
    let last: Buffer | undefined;
    for (;;) {
      try {
        for await (const lines of readWholeLines(await openExport(api, last && counterOf(last)))) {
          last = lines.subarray(lines.lastIndexOf(lineBreak, -2) + 1);
          for (const byte of lines) if (byte === lineBreak) counters += 1;
          bytes += lines.length;
          progress.update(counters, bytes);
          patience.renew();
          yield lines;
        }
        return;
      } catch (error) {
        await patience.bear(error);
      }
    }
  }

  try {
    await pipeline(readAll(), output, { end: false });
  } catch (error) {
    if (error instanceof Refusal && counters === 0) throw error;
    throw new Error(`the export broke off after ${counterCount(counters)}: ${said(error)}`, { cause: error });
  }
  return counters;
}

/** As `exportCounters`; the file has its name only when it is complete. */
export async function exportToFile(api: TallyApi, file: string, progress: Progress): Promise<number> {
  return await writeWhole(file, (output) => exportCounters(api, output, progress));
}

/** Some lines at once, none of which is cut. */
async function* readWholeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let cut: Uint8Array[] = [];
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(lineBreak) + 1;
    if (end > 0) {
      yield Buffer.concat([...cut, chunk.subarray(0, end)]);
      cut = [];
    }
    if (end < chunk.length) cut.push(chunk.subarray(end));
  }
  if (cut.length > 0) throw new Error("its last line is cut");
}

function counterOf(line: Buffer): string {
  return (JSON.parse(line.toString("utf8")) as { counter: string }).counter;
}

function said(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message ? cause.message : message;
}
