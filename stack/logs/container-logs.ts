import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import type Docker from "dockerode";
import { type LogLine, parseLogLine } from "./log-line.ts";

const wanted = { stdout: true, stderr: true, timestamps: true } as const;

/** The last lines of a container's log. */
export async function readPast(docker: Docker, name: string, tail: number): Promise<LogLine[]> {
  const stream = new PassThrough();
  stream.end(await docker.getContainer(name).logs({ ...wanted, tail, follow: false }));
  const lines: LogLine[] = [];
  for await (const line of linesOf(docker, stream, name)) lines.push(line);
  return lines;
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
