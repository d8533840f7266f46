import type { IncomingHttpHeaders } from "node:http";

/** Follows requests on their way through the service, for a collector of traces. */
export interface Tracing {
  /** Begins the trace of a request; undefined where this one is not followed. */
  request(arrival: Arrival): RequestTrace | undefined;
  /**
   * The wait of what the current request has put into a batch.
   *
   * @param answered settles when it is over
   */
  wait(answered: Promise<unknown>): Wait | undefined;
  /**
   * Does the work as the write that all of them wait for.
   *
   * @param entries how many hits and operations share it, whether they are followed or not
   */
  write<T>(waits: () => readonly Wait[], entries: number, work: () => Promise<T>): Promise<T>;
  /** Sends what is left; a collector that does not take it in time, or at all, is no error. */
  close(): Promise<void>;
}

export interface Arrival {
  /** The request's id: that of the trace too, unless the headers bring another. */
  readonly id: string;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

export interface RequestTrace {
  /** 32 hexadecimal digits. */
  readonly id: string;
  /** Does the work, what it begins later included, as part of this trace. */
  run<T>(work: () => T): T;
  end(outcome: Outcome): void;
}

export interface Outcome {
  /** The pattern, never a path: names of counters are nobody's business. */
  readonly route: string;
  /** Undefined where the client went away before there was one. */
  readonly status: number | undefined;
  readonly failure?: unknown;
}

/** What waits in a batch; only its tracing knows more of it. */
export type Wait = object;

/** For whoever wants no traces. */
export const noTracing: Tracing = {
  request: () => undefined,
  wait: () => undefined,
  write: (_waits, _entries, work) => work(),
  close: async () => {},
};
