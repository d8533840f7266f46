import type { z } from "zod";
import type { CounterRecord } from "../counting/counters.ts";
import { mostDays, mostHours, recordSchema } from "../counting/record-schema.ts";
import { RequestError } from "../errors.ts";
import { BadLine } from "./bad-line.ts";
import { readLines } from "./json-lines.ts";

// A counter with very many visitors on each of 400 days has 6.6 MB.
const mostLineBytes = 8 * 1024 * 1024;
// An hour or a day has two of these marks, and a day's sketch another two.
const isMark = Uint8Array.from({ length: 256 }, (_, byte) =>
  ",:{[".includes(String.fromCharCode(byte)) ? 1 : 0,
);
const mostMarks = 2 * (mostHours + 2 * mostDays) + 100;
const mostFaults = 5;
const linesAtOnce = 64;
const bytesAtOnce = 1024 * 1024;

interface Line {
  readonly number: number;
  readonly record: CounterRecord;
}

/**
 * Imports line by line, a few at a time, and skips empty lines.
 *
 * @returns how many counters were imported
 * @throws BadLine; what `importRecord` rejects with
 */
export async function importLines(
  stream: AsyncIterable<Buffer>,
  importRecord: (record: CounterRecord) => Promise<void>,
): Promise<number> {
  let number = 0;
  let imported = 0;
  let lines: Line[] = [];
  let bytes = 0;

  async function write(): Promise<void> {
    const writing = lines;
    lines = [];
    bytes = 0;
    await Promise.all(writing.map(writeLine));
    imported += writing.length;
  }

  async function writeLine({ record, number }: Line): Promise<void> {
    try {
      await importRecord(record);
    } catch (error) {
      throw isClientsFault(error) ? new BadLine(number, `is refused: ${error.message}`) : error;
    }
  }

  try {
    for await (const line of readLines(stream, mostLineBytes)) {
      number += 1;
      if (line.length === 0) continue;
      const record = readRecord(line, number);
      // Only Redis can tell whether it is a sketch: no later line may be on its way by then.
      if (record.uniques) await write();
      lines.push({ number, record });
      bytes += line.length;
      if (record.uniques || lines.length === linesAtOnce || bytes > bytesAtOnce) await write();
    }
  } catch (error) {
    if (isClientsFault(error)) await write();
    throw error;
  }
  await write();
  return imported;
}

function isClientsFault(error: unknown): error is RequestError {
  return error instanceof RequestError && error.status < 500;
}

function readRecord(line: Buffer, number: number): CounterRecord {
  const { data, error } = recordSchema.safeParse(parse(line, number));
  if (data) return data;
  throw new BadLine(number, `is wrong: ${describe(error.issues)}`);
}

function describe(issues: readonly z.core.$ZodIssue[]): string {
  const faults = issues.map(({ path, message, ...issue }) => {
    const name = path.join(".") || "it";
    return issue.code === "unrecognized_keys"
      ? `${name} has unknown members: ${issue.keys.slice(0, mostFaults).join(", ")}`
      : `${name} must be ${message}`;
  });
  const more = faults.length - mostFaults;
  return [...faults.slice(0, mostFaults), ...(more > 0 ? [`and so on, ${more} times more`] : [])].join("; ");
}

function parse(line: Buffer, number: number): unknown {
  // Millions of small members would take all memory once they are parsed.
  if (countMarks(line) > mostMarks) {
    throw new BadLine(number, `has too many members: at most ${mostHours} hours and ${mostDays} days`);
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(line));
  } catch {
    throw new BadLine(number, "is not JSON in UTF-8");
  }
}

function countMarks(line: Buffer): number {
  let count = 0;
  for (const byte of line) count += isMark[byte] as number;
  return count;
}
