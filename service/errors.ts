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

/** What was given for a counter's name is none. */
export class BadCounterName extends RequestError {
  override readonly name = "BadCounterName";

  constructor(given: string) {
    const right =
      "namespace/key, each of 1 to 64 letters, digits, dots, hyphens and underscores, not dots alone";
    super(400, `${JSON.stringify(given.slice(0, 200))} is no name of a counter: it must be ${right}.`);
  }
}

/** A number that no counter can hold, or that nothing can be counted by. */
export class OutOfRange extends RequestError {
  override readonly name = "OutOfRange";

  constructor(what: string, least: bigint, most: bigint) {
    super(400, `${what} must be a whole number from ${least} to ${most}.`);
  }
}

export class NoSuchCounter extends RequestError {
  override readonly name = "NoSuchCounter";

  constructor(counter: string) {
    super(404, `There is no counter ${counter}.`);
  }
}

export class CounterExists extends RequestError {
  override readonly name = "CounterExists";

  constructor(counter: string) {
    super(409, `The counter ${counter} exists already.`);
  }
}

/** The sum has more than 64 bits; nothing was counted. */
export class CounterOverflow extends RequestError {
  override readonly name = "CounterOverflow";

  constructor(counter: string) {
    super(409, `The counter ${counter} cannot hold that much: a counter has 64 bits. Nothing was counted.`);
  }
}

export class CounterBuiltIn extends RequestError {
  override readonly name = "CounterBuiltIn";

  constructor(counter: string) {
    super(409, `The counter ${counter} is built in and cannot be deleted.`);
  }
}

/** The built-in counters are alone in their namespace. */
export class NamespaceReserved extends RequestError {
  override readonly name = "NamespaceReserved";

  constructor(namespace: string) {
    super(403, `The namespace ${namespace} is reserved for the built-in counters.`);
  }
}

/** Strangers have created as many counters as they may. */
export class TooManyCounters extends RequestError {
  override readonly name = "TooManyCounters";

  constructor(counter: string) {
    super(403, `There is no counter ${counter}, and only the owner can create more counters.`);
  }
}

/** A hit would be a vote that nobody could tell from a visitor's other ones. */
export class VotesCountOnce extends RequestError {
  override readonly name = "VotesCountOnce";

  constructor() {
    super(403, "Votes count once per visitor here: vote with POST /vote. Nothing was counted.");
  }
}

export class IdempotencyKeyReused extends RequestError {
  override readonly name = "IdempotencyKeyReused";

  constructor() {
    super(422, "This Idempotency-Key has been used for another request. Use a new key for a new request.");
  }
}

/** What a stranger wants remembered would take the room of counters; nothing was counted. */
export class NoRoomToRemember extends RequestError {
  override readonly name = "NoRoomToRemember";
  readonly reason = "crowded";

  constructor() {
    super(
      503,
      "There is no room to remember this request, so it was not counted. A hit without an Idempotency-Key still counts.",
      { "Retry-After": "60" },
    );
  }
}

/** A record that is to be imported is not what an export writes. */
export class BadRecord extends RequestError {
  override readonly name = "BadRecord";

  constructor(problem: string) {
    super(400, `The record cannot be imported: ${problem}.`);
  }
}

/** A key of a counter holds what a hand has written there; nothing was counted. */
export class CounterBroken extends RequestError {
  override readonly name = "CounterBroken";
  readonly reason: string;

  constructor(counter: string, reason: string) {
    super(500, `The counter ${counter} is broken: ${reason}. Its owner can reset it, which mends it.`);
    this.reason = reason;
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

/** This replica has as many live streams as it may have. */
export class TooManyStreams extends RequestError {
  override readonly name = "TooManyStreams";

  constructor() {
    super(503, "There are too many live streams. Please try again later.", { "Retry-After": "10" });
  }
}
