import { createHash } from "node:crypto";
import {
  BadRecord,
  CounterExists,
  CounterOverflow,
  IdempotencyKeyReused,
  NoRoomToRemember,
  NoSuchCounter,
  TooManyCounters,
} from "../errors.ts";
import { brokenKey } from "./broken-counter.ts";
import type { CounterSettings, Idempotency } from "./counters.ts";

/** What is done on its own in a write, in its turn, with an answer of its own. Counters are `namespace/key`. */
export type Operation = { readonly counter: string; readonly idempotency?: Idempotency | undefined } & (
  | {
      readonly kind: "hit";
      readonly by: string;
      readonly mayCreate: boolean;
      readonly visitors: readonly string[];
      readonly reads: readonly string[];
    }
  | { readonly kind: "vote"; readonly voter?: string; readonly seconds?: number; readonly once?: boolean }
  | { readonly kind: "undoVote"; readonly voter: string }
  | { readonly kind: "create"; readonly value: string; readonly settings: CounterSettings }
  | { readonly kind: "set"; readonly value: string }
  | { readonly kind: "reset" | "delete" }
  | {
      readonly kind: "import";
      readonly value: string;
      readonly settings: CounterSettings;
      readonly buckets: Readonly<Record<string, string>>;
      readonly sketchDays: readonly number[];
      /** The sketch of all visitors, and then one for each of the days. */
      readonly blobs: readonly Buffer[];
    }
);

/** What an operation answered; which members there are depends on its kind. */
export interface OperationAnswer {
  readonly value?: string;
  readonly values?: readonly string[];
  readonly counted?: boolean;
  readonly undoable?: number;
  /** Whether this is what the same request was answered before, and nothing was done now. */
  readonly again?: boolean;
}

const idempotencySeconds = 24 * 60 * 60;

export function operationArguments({ idempotency, ...operation }: Operation): (string | number | Buffer)[] {
  const blobs = operation.kind === "import" ? operation.blobs : [];
  const once = idempotency && { idempotency: idempotencyArguments(operation, idempotency) };
  const json = JSON.stringify({ ...operation, blobs: undefined, ...once });
  return [json, blobs.length, ...blobs];
}

/** The same key for another operation or counter is another request, whatever its fingerprint. */
function idempotencyArguments({ kind, counter }: Operation, { key, fingerprint, byStranger }: Idempotency) {
  return {
    key: sha256(key),
    fingerprint: sha256(`${kind}\n${counter}\n${fingerprint}`),
    ...(byStranger && { byStranger }),
    seconds: idempotencySeconds,
  };
}

/** @throws what the refusal stands for */
export function readAnswer({ counter }: Operation, json: string): OperationAnswer {
  const answer = JSON.parse(json) as OperationAnswer & { readonly refused?: string };
  if (answer.refused !== undefined) throw refusalOf(counter, answer.refused);
  return answer;
}

/** What a hit or a vote has added to its counter. */
export function countedBy(operation: Operation, { again, counted = true }: OperationAnswer): bigint {
  if (again || !counted) return 0n;
  if (operation.kind === "hit") return BigInt(operation.by);
  return operation.kind === "vote" ? 1n : 0n;
}

/** The error behind a word of the script; what is no such word is Redis' complaint about a key. */
export function refusalOf(counter: string, refusal: string): Error {
  switch (refusal) {
    case "missing":
      return new NoSuchCounter(counter);
    case "full":
      return new TooManyCounters(counter);
    case "overflow":
      return new CounterOverflow(counter);
    case "exists":
      return new CounterExists(counter);
    case "crowded":
      return new NoRoomToRemember();
    case "reused":
      return new IdempotencyKeyReused();
    case "sketch":
      return new BadRecord("its unique visitors are no HyperLogLog of Redis");
    default:
      return brokenKey(counter, refusal);
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
