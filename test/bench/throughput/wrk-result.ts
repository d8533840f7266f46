/** What wrk says of one run. */
export interface WrkResult {
  /** How many answers came. */
  readonly requests: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly errors: Readonly<Record<"connect" | "read" | "write" | "status" | "timeout", number>>;
}

/**
 * Reads the line that request.lua writes.
 *
 * @throws Error with all output where there is none, or where anything was not answered well
 */
export function parseWrkResult(output: string): WrkResult {
  const line = output.split("\n").find((text) => text.startsWith('{"requests"'));
  if (line === undefined) throw new Error(`wrk says nothing of its result:\n${output}`);
  const result = JSON.parse(line) as WrkResult;
  const errors = Object.entries(result.errors).filter(([, count]) => count > 0);
  if (errors.length > 0) {
    const list = errors.map(([kind, count]) => `${kind} ${count}`).join(", ");
    throw new Error(`of ${result.requests} requests some failed: ${list}`);
  }
  if (result.requests === 0) throw new Error("no request was answered");
  return result;
}
