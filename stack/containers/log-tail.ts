import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import type Docker from "dockerode";

/** How much of a line is shown: a stack trace in JSON is one line. */
const lineLength = 500;

/** The last lines of a container's log, both streams; a reason in brackets when it cannot be read. */
export async function readLogTail(container: Docker.Container, lines = 6): Promise<string> {
  try {
    const log = await container.logs({ stdout: true, stderr: true, tail: lines });
    const output = new PassThrough();
    const input = new PassThrough();
    container.modem.demuxStream(input, output, output);
    input.once("end", () => output.end());
    input.end(log);
    const tail = (await text(output)).trimEnd().split("\n");
    return (
      tail
        .map((line) => `  ${line.slice(0, lineLength)}`)
        .join("\n")
        .trimEnd() || "  (nothing)"
    );
  } catch (error) {
    return `  (no log: ${error instanceof Error ? error.message : String(error)})`;
  }
}
