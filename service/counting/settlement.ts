import type { Batch, HitEntry, OperationEntry, Result, Waiter } from "./batch.ts";
import { brokenKey } from "./broken-counter.ts";
import { countedBy, type OperationAnswer, readAnswer, refusalOf } from "./operations.ts";

/** What has to be written again, because it had no part in what was wrong. */
export interface Leftover {
  readonly hits: readonly Pick<HitEntry, "hit" | "waiter">[];
  readonly operations: readonly OperationEntry[];
}

export interface Settlement extends Leftover {
  /** What the batch has added to all counters together. */
  readonly counted: bigint;
}

/** Gives everybody in the batch the answer that lua/write.lua has for them. */
export function settle(batch: Batch, [verdict, ...answers]: readonly string[]): Settlement {
  return verdict === "refused" ? rejectBroken(batch, answers) : resolveCounted(batch, answers);
}

/** Nothing was done: only the hits of the broken keys fail. */
function rejectBroken({ totals, hits, operations }: Batch, reasons: readonly string[]): Settlement {
  const broken = new Map<string, string>();
  let position = 0;
  for (const counter of totals.keys()) {
    const reason = reasons[position++];
    if (reason) broken.set(counter, reason);
  }
  const others = hits.filter(({ waiter, joined }) => {
    const counter = joined.map(({ total }) => total.counter).find((counter) => broken.has(counter));
    if (counter === undefined) return true;
    waiter.reject(brokenKey(counter, broken.get(counter) ?? ""));
    return false;
  });
  return { hits: others, operations, counted: 0n };
}

function resolveCounted({ totals, hits, operations }: Batch, answers: readonly string[]): Settlement {
  let position = 0;
  let counted = 0n;
  for (const total of totals.values()) {
    total.result = readResult(answers[position++] ?? "", total.by);
    if (total.result.refusal === undefined) counted += total.by;
  }

  const again: OperationEntry[] = [];
  for (const entry of hits) {
    const refusal = refusalTo(entry);
    if (refusal === undefined) entry.waiter.resolve(shareOf(entry));
    // What is too much for all may be enough for one.
    else if (refusal === "overflow") again.push(asOperation(entry));
    else entry.waiter.reject(refusalOf(entry.hit.counter, refusal));
  }
  for (const { operation, waiter } of operations) {
    const answer = answers[position++] ?? "";
    try {
      const settled = readAnswer(operation, answer);
      counted += countedBy(operation, settled);
      waiter.resolve(settled);
    } catch (error) {
      waiter.reject(error);
    }
  }
  return { hits: [], operations: again, counted };
}

function readResult(answer: string, by: bigint): Result {
  const [, value, refusal] = /^!(\S+) (.*)$/s.exec(answer) ?? [];
  if (value === undefined || refusal === undefined) return { start: BigInt(answer) - by };
  return { start: BigInt(value), refusal };
}

/** A hit that adds nothing can read what others could not add to. */
function refusalTo({ hit, joined }: HitEntry): string | undefined {
  const refusal = joined[0]?.total.result?.refusal;
  return hit.by > 0n || refusal === "missing" ? refusal : undefined;
}

/** A hit's own values, as if the hits had been written one by one in their order. */
function shareOf({ joined }: HitEntry): bigint[] {
  return joined.map(({ total, by }) => {
    const { start, refusal } = total.result as Result;
    return refusal === undefined ? start + by : start;
  });
}

/** The hit on its own, as lua/hits.lua does it. */
export function asOperation({ hit, waiter }: Pick<HitEntry, "hit" | "waiter">): OperationEntry {
  const { counter, by, visitor, mayCreate = false, reads = [] } = hit;
  const visitors = visitor === undefined ? [] : [visitor];
  const operation = { kind: "hit", counter, by: String(by), visitors, mayCreate, reads } as const;
  return { operation, waiter: answering(waiter) };
}

function answering({ resolve, reject, wait }: Waiter<bigint[]>): Waiter<OperationAnswer> {
  return { resolve: ({ values = [] }) => resolve(values.map(BigInt)), reject, wait };
}
