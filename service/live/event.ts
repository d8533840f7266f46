import { formatCounterName } from "../counting/counter-name.ts";
import type { Reading } from "../counting/counters.ts";

/** The values of a stream's counters at one moment, as a client reads them. */
export interface LiveEvent {
  /** Says all of the values: a client that comes back with it has missed nothing if they are the same. */
  readonly id: string;
  /** The event as it is sent. */
  readonly text: string;
}

/** What a stream begins with: how soon its client comes back when it ends, in milliseconds. */
export const greeting = "retry: 1000\n\n";

/** A comment, which clients ignore: it shows all on the way that the stream is alive. */
export const heartbeat = ":\n\n";

export function createEvent(readings: readonly Reading[]): LiveEvent {
  const id = readings.map(({ value }) => value ?? "none").join(",");
  const counters = readings.map(renderReading).join(",");
  return { id, text: `id: ${id}\ndata: {"counters":[${counters}]}\n\n` };
}

// A bigint's own digits: JSON.stringify knows no numbers beyond 2^53.
function renderReading({ name, value }: Reading): string {
  const exact = value === undefined ? null : `"${value}"`;
  return `{"counter":"${formatCounterName(name)}","value":${value ?? null},"exact":${exact}}`;
}
