import type { CounterBroken } from "../errors.ts";
import type { CounterName } from "./counter-name.ts";

/** How much a request counts: 0 leaves every counter as it is. */
export type Weight = 0n | 1n;

export interface VisitCounts {
  readonly visits: bigint;
  readonly totalVisitors: bigint;
}

/** Undefined is the value of a counter that is broken. */
export interface PageCounts {
  readonly pageViews: bigint | undefined;
  readonly votes: bigint | undefined;
  readonly visits: bigint | undefined;
}

/**
 * Makes a repeated request count once. The key is the client's, with whatever keeps
 * clients apart; the fingerprint tells one payload from another.
 */
export interface Idempotency {
  readonly key: string;
  readonly fingerprint: string;
  /** Whether anybody may ask so: what they have Redis remember must not take the room of others. */
  readonly byStranger?: boolean;
}

export interface HitOptions {
  /** The visitor's hash; without it nobody is added to the unique visitors. */
  readonly visitor?: string;
  /** The owner's hit creates the counter where it is missing, and votes as often as it likes. */
  readonly byOwner?: boolean;
  readonly idempotency?: Idempotency;
}

/** The value is undefined where there is no such counter, or one that is broken. */
export interface Reading {
  readonly name: CounterName;
  readonly value: bigint | undefined;
  readonly broken?: CounterBroken;
}

/** What was counted in an hour or a day that began at `start`, in milliseconds since the epoch. */
export interface Bucket {
  readonly start: number;
  readonly count: bigint;
}

/**
 * The buckets that are kept and not empty, oldest first. What is no longer in them, or was
 * set by hand, is in `before…`: value = beforeHours + all hours = beforeDays + all days.
 */
export interface History {
  readonly value: bigint;
  readonly hours: readonly Bucket[];
  readonly beforeHours: bigint;
  readonly days: readonly Bucket[];
  readonly beforeDays: bigint;
}

/** Estimates, with a standard error of 0.81 %. Days start in milliseconds since the epoch. */
export interface UniqueVisitors {
  readonly total: number;
  readonly days: readonly { readonly start: number; readonly visitors: number }[];
}

export interface Voter {
  readonly hash: string;
  /** How long a vote is remembered; 0 is a day. */
  readonly windowSeconds: number;
  /** Whether only the first vote in a window counts. */
  readonly once: boolean;
}

export interface VoteResult {
  readonly votes: bigint;
  /** Whether a vote was counted, or taken back by an undo. */
  readonly counted: boolean;
  /** How many votes this voter can take back now. */
  readonly undoable: number;
}

export interface CounterSettings {
  readonly uniqueVisitors?: boolean;
}

/** All of a counter as text: hours and days are numbered since the epoch, sketches are in base64. */
export interface CounterRecord {
  readonly counter: string;
  readonly value: string;
  readonly settings: CounterSettings;
  readonly hours: Readonly<Record<string, string>>;
  readonly days: Readonly<Record<string, string>>;
  readonly uniques?: { readonly total: string; readonly days: Readonly<Record<string, string>> };
}

/**
 * All that can be counted, read and changed. While Redis is away everything rejects with
 * CountingPaused, and under too much load with TooManyHits. CounterBroken says that a key
 * of Redis holds what a hand has written there and cannot be counted on; where there
 * are several counters, only that one is broken.
 */
export interface Counters {
  visit(weight: Weight, visitor?: string): Promise<VisitCounts>;
  pageView(weight: Weight, visitor?: string): Promise<PageCounts>;
  /** @throws IdempotencyKeyReused, NoRoomToRemember, CounterOverflow */
  vote(voter?: Voter, idempotency?: Idempotency): Promise<VoteResult>;
  /** @throws IdempotencyKeyReused, NoRoomToRemember */
  undoVote(voter: Voter, idempotency?: Idempotency): Promise<VoteResult>;
  undoableVotes(voterHash: string): Promise<number>;

  /**
   * @throws NoSuchCounter, CounterOverflow, TooManyCounters, VotesCountOnce, IdempotencyKeyReused,
   *   NoRoomToRemember; OutOfRange below 1
   */
  hit(name: CounterName, by: bigint, options?: HitOptions): Promise<bigint>;

  /** @throws CounterExists, NamespaceReserved, OutOfRange, IdempotencyKeyReused */
  create(
    name: CounterName,
    value: bigint,
    settings: CounterSettings,
    idempotency?: Idempotency,
  ): Promise<bigint>;
  /** @throws NoSuchCounter, OutOfRange, IdempotencyKeyReused */
  set(name: CounterName, value: bigint, idempotency?: Idempotency): Promise<bigint>;
  /** Sets it to 0 without history and visitors. @throws NoSuchCounter, IdempotencyKeyReused */
  reset(name: CounterName, idempotency?: Idempotency): Promise<bigint>;
  /** @throws NoSuchCounter, CounterBuiltIn, IdempotencyKeyReused */
  delete(name: CounterName, idempotency?: Idempotency): Promise<void>;

  /** In the order of the names. */
  read(names: readonly CounterName[]): Promise<Reading[]>;
  /** By name, built-in counters among the others. `next` is undefined on the last page. */
  list(
    prefix: string,
    after: string | undefined,
    limit: number,
  ): Promise<{ counters: Reading[]; next: string | undefined }>;
  /** @throws NoSuchCounter */
  history(name: CounterName): Promise<History>;
  /** Undefined where the counter counts no visitors. @throws NoSuchCounter */
  uniques(name: CounterName): Promise<UniqueVisitors | undefined>;

  /**
   * Built-in counters first, then by name; `after` is a record's counter. A record may have megabytes:
   * each is read when it is asked for. @throws CounterBroken at a broken counter
   */
  exportRecords(after?: string): AsyncGenerator<CounterRecord>;
  /** Replaces the counter wholly; the record is one of recordSchema's. @throws BadRecord where a sketch is none */
  importRecord(record: CounterRecord): Promise<void>;
}
