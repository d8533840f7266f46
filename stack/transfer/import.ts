import { type ChunkLimits, defaultLimits, readChunks } from "./chunks.ts";
import { createPatience } from "./patience.ts";
import type { Progress } from "./progress.ts";
import { Refusal, sendImport, type TallyApi } from "./tally-api.ts";

/**
 * Imports the counters of an export, one chunk after the other. Each counter
 * replaces the one of its name.
 *
 * @returns how many there were
 * @throws Error naming the line that is wrong, and how many counters were imported before it
 */
export async function importCounters(
  api: TallyApi,
  source: AsyncIterable<Buffer>,
  progress: Progress,
  limits: ChunkLimits = defaultLimits,
): Promise<number> {
  let imported = 0;
  try {
    for await (const { text, lineNumbers, bytesRead } of readChunks(source, limits)) {
      const accepted = await send(api, text).catch((error: unknown) => {
        if (error instanceof Refusal) imported += (error.problem.line ?? 1) - 1;
        throw explain(error, lineNumbers);
      });
      imported += accepted;
      if (accepted !== lineNumbers.length) {
        throw new Error(`${where(lineNumbers)}: Tally imported ${accepted} of them`);
      }
      progress.update(imported, bytesRead);
    }
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${imported} counters were imported before that.`, {
      cause: error,
    });
  }
  return imported;
}

async function send(api: TallyApi, lines: string): Promise<number> {
  const patience = createPatience(api.patienceMs);
  for (;;) {
    try {
      return await sendImport(api, lines);
    } catch (error) {
      await patience.bear(error);
    }
  }
}

/** Tally counts lines from the start of a request; people count them from the start of the file. */
function explain(cause: unknown, lineNumbers: readonly number[]): Error {
  const { line, detail = "is refused" } = cause instanceof Refusal ? cause.problem : {};
  const number = line === undefined ? undefined : lineNumbers[line - 1];
  if (number === undefined) return new Error(`${where(lineNumbers)}: ${(cause as Error).message}`, { cause });
  const [, fault = detail] =
    /^Line \d+ (.*?)(?: The \d+ lines before it are imported\.)?$/s.exec(detail) ?? [];
  return new Error(`line ${number} ${fault}`, { cause });
}

function where(lineNumbers: readonly number[]): string {
  const [first, last] = [lineNumbers[0], lineNumbers.at(-1)];
  return first === last ? `line ${first}` : `lines ${first} to ${last}`;
}
