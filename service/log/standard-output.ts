import { type DestinationStream, pino } from "pino";

/** How long a line may wait for others, in milliseconds. */
const lineWaitMs = 250;

/** How much of them a pipe takes at once. With more, one of Node's few threads would wait for who reads them. */
const pipeLength = 65536;

/**
 * A write of its own for each line would cost more than a hit does, and whoever stores the
 * lines pays for each write as well. Pino's own way to write them together wakes the
 * process when there is nothing to write, too.
 */
export function standardOutput(): DestinationStream {
  const destination = pino.destination(1);
  let lines = "";
  let due: NodeJS.Timeout | undefined;
  const write = () => {
    clearTimeout(due);
    due = undefined;
    destination.write(lines);
    lines = "";
  };
  process.once("exit", () => {
    write();
    destination.flushSync();
  });
  return {
    write(line) {
      if (lines.length + line.length > pipeLength) write();
      lines += line;
      due ??= setTimeout(write, lineWaitMs).unref();
    },
  };
}
