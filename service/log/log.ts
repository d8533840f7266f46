import { type DestinationStream, type LevelWithSilent, type Logger, pino } from "pino";
import { quicken } from "./quick-lines.ts";
import { standardOutput } from "./standard-output.ts";

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
  return quicken(pino(options, destination));
}

/** The time as Pino takes it. Made once a millisecond: in a busy one it is a good part of what a line takes. */
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

// Pino's own serializer copies every property, and ioredis hangs the command
// with its arguments on an error: the password, where the command is HELLO.
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  return { type: name, message, stack, ...(cause !== undefined && { cause: describeError(cause) }) };
}
