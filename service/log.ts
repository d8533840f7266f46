import { type DestinationStream, type LevelWithSilent, type Logger, pino } from "pino";

export type Log = Logger;

/** One JSON line per entry; `identity` is on every line. */
export function createLog(
  level: LevelWithSilent,
  identity: Readonly<Record<string, string>>,
  destination: DestinationStream = standardOutput(),
): Log {
  const options = {
    level,
    base: identity,
    timestamp: createTimestamp(),
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError },
  };
  return pino(options, destination);
}

/** The time as Pino takes it. Made once a millisecond: in a busy one it is a quarter of what a line takes. */
function createTimestamp(): () => string {
  let [atMs, text] = [Number.NaN, ""];
  return () => {
    const nowMs = Date.now();
    if (nowMs !== atMs) [atMs, text] = [nowMs, `,"time":"${new Date(nowMs).toISOString()}"`];
    return text;
  };
}

/** For what goes wrong before there is a configuration, and as the process dies: stderr. */
export function createLastWords(): Log {
  return createLog("fatal", {}, pino.destination(2));
}

/** How long a line may wait for others, in milliseconds, and for how much of them. */
const [lineWaitMs, linesLength] = [100, 65536];

/**
 * A write of its own for each line would cost more than a hit does. Pino's own way to
 * write them together wakes the process when there is nothing to write, too.
 */
function standardOutput(): DestinationStream {
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
      lines += line;
      if (lines.length >= linesLength) write();
      else if (due === undefined) due = setTimeout(write, lineWaitMs).unref();
    },
  };
}

// Pino's own serializer copies every property, and ioredis hangs the command
// with its arguments on an error: the password, where the command is HELLO.
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  return { type: name, message, stack, ...(cause !== undefined && { cause: describeError(cause) }) };
}
