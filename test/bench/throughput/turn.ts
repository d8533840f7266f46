import type Docker from "dockerode";
import { parseCommandCalls } from "./command-calls.ts";
import type { Contender } from "./contenders.ts";
import type { LoadGenerator } from "./load-generator.ts";
import { findMiscount, isSettledAtEnd } from "./settlement.ts";
import type { Part, System } from "./system.ts";
import { readUsage } from "./usage.ts";

/** What one turn of a contender came to. */
export interface Turn {
  readonly contender: string;
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Processor time per request by what its containers are for, in microseconds. */
  readonly processorUs: Readonly<Record<Part["role"], number>>;
  /** Per request: what Redis was sent, which is scripts, and all that it carried out, what is in them included. */
  readonly commands: { readonly sent: number; readonly all: number } | undefined;
  /** Why it does not count as measured. */
  readonly problem: string | undefined;
}

export interface TurnArgs {
  readonly docker: Docker;
  readonly generator: LoadGenerator;
  readonly system: System;
  readonly contender: Contender;
  /** How many counters a path with `{n}` stands for. */
  readonly counters: number;
  readonly seconds: number;
}

/** @throws Error naming the contender when an answer was not a good one */
export async function takeTurn(args: TurnArgs): Promise<Turn> {
  const { generator, system, contender, counters, seconds } = args;
  const before = await look(args);
  const result = await generator.hit(system, contender, counters, seconds).catch((cause: Error) => {
    throw new Error(`${contender.name}: ${cause.message}`, { cause });
  });
  const after = await look(args);
  const { requests, p50Ms, p99Ms } = result;
  const processorUs = { proxy: 0, replica: 0, redis: 0, other: 0 };
  for (const [index, { role }] of system.parts.entries()) {
    const usedMs = (after.processorMs[index] ?? 0) - (before.processorMs[index] ?? 0);
    processorUs[role] += (usedMs * 1000) / requests;
  }
  const perRequest = (name: "all" | "scripts") =>
    ((after.calls?.[name] ?? 0) - (before.calls?.[name] ?? 0)) / requests;
  return {
    contender: contender.name,
    requests,
    requestsPerSecond: requests / result.seconds,
    p50Ms,
    p99Ms,
    processorUs,
    commands: after.calls && { sent: perRequest("scripts"), all: perRequest("all") },
    problem: findMiscount(contender.name, after.counted - before.counted, requests, 1),
  };
}

async function look({ docker, system, contender }: TurnArgs) {
  const { counts } = contender;
  const counted = counts && !isSettledAtEnd(contender) ? await system.counted(counts) : Number.NaN;
  const text = await system.redis?.("INFO", "commandstats");
  const usages = await Promise.all(system.parts.map(({ id }) => readUsage(docker, id)));
  const processorMs = usages.map((usage) => usage.processorMs);
  return { counted, calls: text === undefined ? undefined : parseCommandCalls(text), processorMs };
}
