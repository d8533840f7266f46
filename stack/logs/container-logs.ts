import { createInterface } from "node:readline";
import { PassThrough, Readable } from "node:stream";
import type Docker from "dockerode";
import { isNotFound } from "../containers/docker.ts";
import { type LogLine, parseLogLine } from "./log-line.ts";

const wanted = { stdout: true, stderr: true, timestamps: true } as const;
const pieceBytes = 16 * 1024;

/** What a container has logged until now. */
export interface Past {
  readonly lines: readonly LogLine[];
  /** When its last line came, wanted or not; "" where there is none. */
  readonly until: string;
}

/**
 * Reads the past of a container's log, and keeps of it the lines that are wanted.
 *
 * @param tail how many lines are looked at, the last; all that the engine has kept where undefined
 */
export async function readPast(
  docker: Docker,
  name: string,
  tail: number | undefined,
  isWanted: (line: LogLine) => boolean,
): Promise<Past> {
  const options = { ...wanted, ...(tail !== undefined && { tail }), follow: false as const };
  const log = await docker.getContainer(name).logs(options).catch(nothingWhereGone);
  const stream = Readable.from(pieces(log), { objectMode: false });
  const lines: LogLine[] = [];
  let until = "";
  for await (const line of linesOf(docker, stream, name)) {
    until = line.at || until;
    if (isWanted(line)) lines.push(line);
  }
  return { lines, until };
}

/**
 * What a container logs from now on, until it stops.
 *
 * @param after the time of the last line that is known already; "" for none
 */
export async function* readOn(docker: Docker, name: string, after: string): AsyncGenerator<LogLine> {
  // The engine takes a time to the nanosecond, though dockerode's types know seconds only.
  const since = (after === "" ? 0 : unixTime(after)) as number;
  const stream = await docker.getContainer(name).logs({ ...wanted, since, follow: true });
  // The engine shows what is as old as `since` once more.
  for await (const line of linesOf(docker, stream, name)) if (line.at > after) yield line;
}

/** A deployment removes containers while others are read. */
function nothingWhereGone(error: unknown): Buffer {
  if (isNotFound(error)) return Buffer.alloc(0);
  throw error;
}

/** What docker-modem is given at once it goes through recursively: a whole log is more than its stack holds. */
function* pieces(log: Buffer): Generator<Buffer> {
  for (let at = 0; at < log.length; at += pieceBytes) yield log.subarray(at, at + pieceBytes);
}

/** Seconds since 1970 with all nine digits of their fraction. */
function unixTime(at: string): unknown {
  const [, fraction = ""] = /\.(\d+)Z$/.exec(at) ?? [];
  return `${Math.floor(Date.parse(at) / 1000)}.${fraction.padEnd(9, "0")}`;
}

async function* linesOf(
  docker: Docker,
  stream: NodeJS.ReadableStream,
  name: string,
): AsyncGenerator<LogLine> {
  const lines = new PassThrough();
  docker.modem.demuxStream(stream, lines, lines);
  stream.once("end", () => lines.end());
  stream.once("error", () => lines.end());
  for await (const line of createInterface({ input: lines })) yield parseLogLine(name, line);
}
