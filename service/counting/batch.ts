import type { Wait } from "../tracing/tracing.ts";
import { type Operation, type OperationAnswer, operationArguments } from "./operations.ts";

/** Adds `by` to a counter, or reads it where `by` is 0; and reads others in the same step. */
export interface Hit {
  /** `namespace/key`, as all names here. */
  readonly counter: string;
  readonly by: bigint;
  readonly visitor?: string | undefined;
  readonly mayCreate?: boolean;
  readonly reads?: readonly string[];
}

/** What the hits of a batch add to a counter together. */
export interface Total {
  readonly counter: string;
  by: bigint;
  mayCreate: boolean;
  visitors: Set<string> | undefined;
  /** What became of it; undefined until the write is answered. */
  result: Result | undefined;
}

export interface Result {
  /** The value before the hits. */
  readonly start: bigint;
  /** Why nothing was added; undefined where it was. */
  readonly refusal?: string;
}

/** A counter's total, and what it was when a hit had joined it. */
export interface Joined {
  readonly total: Total;
  readonly by: bigint;
}

/** Whoever waits for an answer. */
export interface Waiter<Answer> {
  resolve(answer: Answer): void;
  reject(error: unknown): void;
  /** Where the wait is part of a trace. */
  wait?: Wait | undefined;
}

export interface HitEntry {
  readonly hit: Hit;
  readonly waiter: Waiter<bigint[]>;
  /** First the counter that the hit changes, then those that it reads. */
  readonly joined: readonly Joined[];
}

export interface OperationEntry {
  readonly operation: Operation;
  readonly waiter: Waiter<OperationAnswer>;
}

/** The hits and operations of one write. */
export interface Batch {
  readonly totals: ReadonlyMap<string, Total>;
  readonly hits: readonly HitEntry[];
  readonly operations: readonly OperationEntry[];
  /** Whether more would hold up Redis, and so everybody, for more than some milliseconds. */
  readonly full: boolean;
  addHit(hit: Hit, waiter: Waiter<bigint[]>): void;
  addOperation(operation: Operation, waiter: Waiter<OperationAnswer>): void;
}

const mostParts = 5000;
const partsPerCounter = 5;
const partsPerOperation = 20;

export function createBatch(): Batch {
  const totals = new Map<string, Total>();
  const hits: HitEntry[] = [];
  const operations: OperationEntry[] = [];
  let parts = 0;

  function totalOf(counter: string): Total {
    let total = totals.get(counter);
    if (total === undefined) {
      total = { counter, by: 0n, mayCreate: false, visitors: undefined, result: undefined };
      totals.set(counter, total);
      parts += partsPerCounter;
    }
    return total;
  }

  function addVisitor(total: Total, visitor: string): void {
    total.visitors ??= new Set();
    if (total.visitors.has(visitor)) return;
    total.visitors.add(visitor);
    parts += 1;
  }

  function addHit(hit: Hit, waiter: Waiter<bigint[]>): void {
    const total = totalOf(hit.counter);
    total.by += hit.by;
    if (hit.mayCreate) total.mayCreate = true;
    if (hit.visitor !== undefined && hit.by > 0n) addVisitor(total, hit.visitor);
    const joined = [{ total, by: total.by }];
    for (const counter of hit.reads ?? []) {
      const read = totalOf(counter);
      joined.push({ total: read, by: read.by });
    }
    hits.push({ hit, waiter, joined });
  }

  function addOperation(operation: Operation, waiter: Waiter<OperationAnswer>): void {
    operations.push({ operation, waiter });
    parts += partsOf(operation);
  }

  return {
    totals,
    hits,
    operations,
    get full() {
      return parts >= mostParts;
    },
    addHit,
    addOperation,
  };
}

function partsOf(operation: Operation): number {
  if (operation.kind !== "import") return partsPerOperation;
  const bytes = operation.blobs.reduce((sum, blob) => sum + blob.length, 0);
  return partsPerOperation + Object.keys(operation.buckets).length + Math.ceil(bytes / 100);
}

/** The waits that are part of a trace. */
export function waitsOf({ hits, operations }: Batch): Wait[] {
  return [...hits, ...operations].flatMap(({ waiter }) => waiter.wait ?? []);
}

/** What lua/write.lua is told of a batch. */
export function batchArguments({ totals, operations }: Batch): (string | number | Buffer)[] {
  const args: (string | number | Buffer)[] = [totals.size];
  for (const { counter, by, mayCreate, visitors } of totals.values()) {
    args.push(counter, String(by), mayCreate ? 1 : 0, visitors?.size ?? 0);
    for (const visitor of visitors ?? []) args.push(visitor);
  }
  args.push(operations.length);
  for (const { operation } of operations) {
    for (const arg of operationArguments(operation)) args.push(arg);
  }
  return args;
}
