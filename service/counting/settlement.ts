import { CounterBroken } from "../errors.ts";
import type { Batch, HitEntry, OperationEntry, Waiter } from "./batch.ts";
import { type OperationAnswer, readAnswer, refusalOf } from "./operations.ts";

/** What has to be written again, because it had no part in what was wrong. */
export interface Leftover {
  readonly hits: readonly Pick<HitEntry, "hit" | "waiter">[];
  readonly operations: readonly OperationEntry[];
}

/** Gives everybody in the batch the answer that lua/write.lua has for them. */
export function settle(batch: Batch, [verdict, ...answers]: readonly string[]): Leftover {
  return verdict === "refused" ? rejectBroken(batch, answers) : resolveCounted(batch, answers);
}

/** Nothing was done: only the hits of the broken keys fail. */
function rejectBroken({ totals, hits, operations }: Batch, reasons: readonly string[]): Leftover {
  const broken = new Map<string, string>();
  let position = 0;
  for (const counter of totals.keys()) {
    const reason = reasons[position++];
    if (reason) broken.set(counter, reason);
  }
  const others = hits.filter(({ waiter, joined }) => {
    const counter = joined.map(({ total }) => total.counter).find((counter) => broken.has(counter));
    if (counter === undefined) return true;
    waiter.reject(new CounterBroken(counter, broken.get(counter) ?? ""));
    return false;
  });
  return { hits: others, operations };
}

interface Result {
  /** The value before the hits, for a counter that was not refused. */
  readonly start: bigint;
  readonly refusal?: string;
}

function resolveCounted({ totals, hits, operations }: Batch, answers: readonly string[]): Leftover {
  const results = new Map<unknown, Result>();
  let position = 0;
  for (const total of totals.values()) results.set(total, readResult(answers[position++] ?? "", total.by));

  const again: OperationEntry[] = [];
  for (const entry of hits) {
    const refusal = results.get(entry.joined[0]?.total)?.refusal;
    if (refusal === undefined) entry.waiter.resolve(shareOf(entry, results));
    // What is too much for all may be enough for one.
    else if (refusal === "overflow") again.push(asOperation(entry));
    else entry.waiter.reject(refusalOf(entry.hit.counter, refusal));
  }
  for (const { operation, waiter } of operations) {
    const answer = answers[position++] ?? "";
    try {
      waiter.resolve(readAnswer(operation, answer));
    } catch (error) {
      waiter.reject(error);
    }
  }
  return { hits: [], operations: again };
}

function readResult(answer: string, by: bigint): Result {
  const [, value, refusal] = /^!(\S+) (.*)$/s.exec(answer) ?? [];
  if (value === undefined || refusal === undefined) return { start: BigInt(answer) - by };
  return { start: BigInt(value), refusal };
}

/** A hit's own values, as if the hits had been written one by one in their order. */
function shareOf({ joined }: HitEntry, results: ReadonlyMap<unknown, Result>): bigint[] {
  return joined.map(({ total, by }) => {
    const { start, refusal } = results.get(total) as Result;
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

function answering({ resolve, reject }: Waiter<bigint[]>): Waiter<OperationAnswer> {
  return { resolve: ({ values = [] }) => resolve(values.map(BigInt)), reject };
}
