import { showReading } from "../api/answers.ts";
import { formatJson } from "../api/json.ts";
import type { Reading } from "../counting/counters.ts";

/** The values of a stream's counters at one moment. */
export interface LiveEvent {
  /** Says all of the values: a client that comes back with it has missed nothing if they are the same. */
  readonly id: string;
  /** The event as it is sent. */
  render(): string;
}

/** What a stream begins with: how soon its client comes back when it ends, in milliseconds. */
export const greeting = "retry: 1000\n\n";

/** A comment, which clients ignore: it shows all on the way that the stream is alive. */
export const heartbeat = ":\n\n";

export function createEvent(readings: readonly Reading[]): LiveEvent {
  const id = readings.map(({ value, broken }) => value ?? (broken ? "broken" : "none")).join(",");
  const counters = readings.map(showReading);
  return { id, render: () => `id: ${id}\ndata: ${formatJson({ counters })}\n\n` };
}
