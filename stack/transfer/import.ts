import { type ChunkLimits, defaultLimits, readChunks } from "./chunks.ts";
import { counterCount } from "./counter-count.ts";
import { createPatience } from "./patience.ts";
import type { Progress } from "./progress.ts";
import { BrokenConnection, isReady, Refusal, sendImport, type TallyApi } from "./tally-api.ts";

/**
 * Imports the counters of an export, one chunk after the other. Each counter
 * replaces the one of its name.
 *
 * @returns how many there were
 * @throws Error naming the line that is wrong, and how many counters were imported before it;
 *   Error when there was none
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
    const before = `${counterCount(imported)} ${imported === 1 ? "was" : "were"} imported before that.`;
    throw new Error(`${(error as Error).message}\n${before}`, { cause: error });
  }
  if (imported === 0) throw new Error("there was nothing to import: no line with a counter arrived");
  return imported;
}

/** Lines that Tally breaks down over would take one replica down after the other. */
const mostBreakdowns = 2;

async function send(api: TallyApi, lines: string): Promise<number> {
  const patience = createPatience(api.patienceMs);
  let breakdowns = 0;
  for (;;) {
    try {
      return await sendImport(api, lines);
    } catch (error) {
      if (isBreakdown(error)) breakdowns += 1;
      if (breakdowns === mostBreakdowns) throw withHint(error);
      await patience.bear(error);
      // An outage that lasts is no second breakdown.
      while (isBreakdown(error) && !(await isReady(api))) await patience.bear(error);
    }
  }
}

function isBreakdown(error: unknown): boolean {
  return error instanceof BrokenConnection || (error instanceof Refusal && [502, 504].includes(error.status));
}

function withHint(cause: unknown): Error {
  const message = `${(cause as Error).message}; it was the second time, so they are not sent again. npm run logs may say why`;
  return new Error(message, { cause });
}

/** Tally counts lines from the start of a request; people count them from the start of the file. */
function explain(cause: unknown, lineNumbers: readonly number[]): Error {
  const { line, detail = "is refused" } = cause instanceof Refusal ? cause.problem : {};
  const number = line === undefined ? undefined : lineNumbers[line - 1];
  if (number === undefined) return new Error(`${where(lineNumbers)}: ${(cause as Error).message}`, { cause });
  const [, fault = `: ${detail}`] =
    /^Line \d+(:? .*?)(?: The (?:\d+ lines|line) before it (?:are|is) imported\.)?$/s.exec(detail) ?? [];
  return new Error(`line ${number}${fault}`, { cause });
}

function where(lineNumbers: readonly number[]): string {
  const [first, last] = [lineNumbers[0], lineNumbers.at(-1)];
  return first === last ? `line ${first}` : `lines ${first} to ${last}`;
}
