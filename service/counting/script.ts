import { readFileSync } from "node:fs";
import type { Redis, Result } from "ioredis";

declare module "ioredis" {
  interface RedisCommander<Context> {
    writeCounts(keyCount: number, ...keysAndArguments: (string | number)[]): Result<string[], Context>;
  }
}

/** Teaches the client the command `writeCounts`; what it does is said in write.lua. */
export function defineWriteCounts(redis: Redis): void {
  const lua = readFileSync(new URL("write.lua", import.meta.url), "utf8");
  redis.defineCommand("writeCounts", { lua });
}
