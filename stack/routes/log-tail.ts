import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import type Docker from "dockerode";

/** The last lines of a container's log, both streams; a reason in brackets when it cannot be read. */
export async function readLogTail(container: Docker.Container, lines = 15): Promise<string> {
  try {
    const log = await container.logs({ stdout: true, stderr: true, tail: lines });
    const output = new PassThrough();
    const input = new PassThrough();
    container.modem.demuxStream(input, output, output);
    input.once("end", () => output.end());
    input.end(log);
    return (await text(output)).trimEnd() || "(nothing)";
  } catch (error) {
    return `(no log: ${error instanceof Error ? error.message : String(error)})`;
  }
}
