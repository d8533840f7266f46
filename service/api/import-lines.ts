import type { CounterRecord } from "../counting/counters.ts";
import { recordSchema } from "../counting/record-schema.ts";
import { RequestError } from "../errors.ts";
import { readLines } from "./json-lines.ts";

// A counter with the unique visitors of every day of a year has 6 MB.
const mostLineBytes = 16 * 1024 * 1024;
const linesAtOnce = 64;
const bytesAtOnce = 1024 * 1024;

interface Line {
  readonly number: number;
  readonly record: CounterRecord;
}

/** A line that cannot be imported; nothing of it or of later lines was changed. */
export class BadLine extends RequestError {
  override readonly name = "BadLine";
  readonly line: number;

  constructor(line: number, reason: string) {
    super(400, `Line ${line} ${reason}. The ${line - 1} lines before it are imported.`);
    this.line = line;
  }
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
  const faults = error.issues.map(({ path, message, ...issue }) =>
    issue.code === "unrecognized_keys"
      ? `has unknown members: ${issue.keys.join(", ")}`
      : `is wrong: ${path.join(".") || "it"} must be ${message}`,
  );
  throw new BadLine(number, faults.join("; "));
}

function parse(line: Buffer, number: number): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(line));
  } catch {
    throw new BadLine(number, "is not JSON in UTF-8");
  }
}
