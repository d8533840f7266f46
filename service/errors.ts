/** Wrong settings: `problems` has a sentence for each of them. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The settings are wrong: ${problems.join("; ")}`);
    this.problems = problems;
  }
}

/**
 * An error that a client is told about. It has the shape of http-errors, which
 * Koa's own errors have too: `status`, `expose` and `headers`.
 */
export class RequestError extends Error {
  override readonly name: string = "RequestError";
  readonly status: number;
  readonly expose: boolean = true;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers = {}, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.headers = headers;
  }
}

/** Counts cannot be written now; the hit was not acknowledged. */
export class CountingPaused extends RequestError {
  override readonly name = "CountingPaused";

  constructor(options?: ErrorOptions) {
    super(503, "Counting is paused. Please try again in a moment.", { "Retry-After": "1" }, options);
  }
}

/** More hits are waiting for Redis than this process should hold in memory. */
export class TooManyHits extends RequestError {
  override readonly name = "TooManyHits";

  constructor() {
    super(503, "Too many hits are waiting to be counted. Please try again.", { "Retry-After": "1" });
  }
}

/** A key holds what cannot be counted on; nothing of the hit was counted. */
export class CounterBroken extends Error {
  override readonly name = "CounterBroken";

  constructor(key: string, reason: string) {
    super(`The Redis key ${key} is no counter: ${reason}`);
  }
}

/** What was waited for did not happen in time; it may still happen. */
export class TimeLimitExceeded extends Error {
  override readonly name = "TimeLimitExceeded";

  constructor(limitMs: number) {
    super(`No answer within ${limitMs} ms`);
  }
}

/** This replica should get no traffic. The reason is a word for machines. */
export class NotReady extends RequestError {
  override readonly name = "NotReady";
  readonly reason: "draining" | "redis";

  constructor(reason: "draining" | "redis", message: string, options?: ErrorOptions) {
    super(503, message, {}, options);
    this.reason = reason;
  }
}
