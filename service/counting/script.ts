import { readFileSync } from "node:fs";
import type { Redis, Result } from "ioredis";

type Argument = string | number | Buffer;

declare module "ioredis" {
  interface RedisCommander<Context> {
    writeCounts(memoryKey: string, args: readonly Argument[]): Result<string[], Context>;
    readValues(keyCount: number, ...keys: readonly string[]): Result<(string | null)[], Context>;
    readUniques(valueKey: string, counter: string, firstDay: number): Result<(string | number)[], Context>;
    exportCounterBuffer(valueKey: string, counter: string): Result<ExportReply | null, Context>;
  }
}

/** Value, settings, history, sketch of all visitors, days with their sketches. */
export type ExportReply = [Buffer, Buffer[], Buffer[], Buffer | null, Buffer[]];

const writing = ["keys", "room", "integer", "history", "count", "hits", "votes", "owner", "import"];

/**
 * Teaches the client the commands whose scripts are in lua/. What they do is said there.
 * Each names a key, by which the node of a Cluster sees whether it is the right one.
 */
export function defineCommands(redis: Redis): void {
  const script = (...names: string[]) => load(redis.options.keyPrefix ?? "", names);
  const write = script(...writing, "idempotency", "arguments", "write");
  redis.defineCommand("writeCounts", { numberOfKeys: 1, lua: write });
  redis.defineCommand("readValues", { lua: script("values") });
  redis.defineCommand("readUniques", { numberOfKeys: 1, lua: script("keys", "uniques") });
  redis.defineCommand("exportCounter", { numberOfKeys: 1, lua: script("keys", "export") });
}

/** Lua in Redis has no modules: one file after the other is one script, which finds the keys' prefix at its top. */
function load(prefix: string, names: readonly string[]): string {
  const files = names.map((name) => readFileSync(new URL(`lua/${name}.lua`, import.meta.url), "utf8"));
  return [`local prefix = '${prefix}'`, ...files].join("\n");
}
