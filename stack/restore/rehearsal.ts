import { readFileSync } from "node:fs";
import type Docker from "dockerode";
import { projectPath } from "../release/build-context.ts";
import { loadTimeoutMs, type SpareRedis, startSpareRedis } from "./spare-redis.ts";

/**
 * Makes of the RDB in a folder of the stack's data the append-only log that Redis
 * starts from: beside an existing log it would take no notice of an RDB. The log
 * is loaded in turn, and must hold what the RDB held.
 *
 * @param folder holds `dump.rdb`; afterwards it holds `appendonlydir` too
 * @param maxMemory bytes that the stack's own Redis may use for data; 0: no limit
 * @throws Error when Redis cannot load the data, or they are too many for the stack's own
 */
export async function rehearse(
  docker: Docker,
  own: Docker.ContainerInspectInfo,
  folder: string,
  maxMemory: number,
): Promise<void> {
  const fromBackup = await withRedis(docker, own, folder, "no", async (redis) => {
    await requireMemory(redis, maxMemory);
    const digests = await digest(redis);
    await writeLog(redis);
    return digests;
  });
  const fromLog = await withRedis(docker, own, folder, "yes", digest);
  if (fromLog === fromBackup) return;
  throw new Error("the data that Redis wrote of the backup are not those that it loaded");
}

/** Loads the log in a folder of the stack's data. @throws Error when Redis cannot */
export async function rehearseLog(
  docker: Docker,
  own: Docker.ContainerInspectInfo,
  folder: string,
): Promise<void> {
  await withRedis(docker, own, folder, "yes", digest);
}

async function withRedis<Result>(
  docker: Docker,
  own: Docker.ContainerInspectInfo,
  folder: string,
  appendOnly: "yes" | "no",
  use: (redis: SpareRedis) => Promise<Result>,
): Promise<Result> {
  const redis = await startSpareRedis(docker, own, folder, "--appendonly", appendOnly);
  try {
    const result = await use(redis);
    await redis.shutDown();
    return result;
  } finally {
    await redis.dispose();
  }
}

/** What every database holds, as text that is the same for the same contents. */
async function digest(redis: SpareRedis): Promise<string> {
  const databases = [...(await redis.command("INFO", "keyspace")).matchAll(/^db(\d+):/gm)];
  const script = readFileSync(projectPath("stack/restore/digest.lua"), "utf8");
  const sums: string[] = [];
  for (const [, number = "0"] of databases) {
    const sum = await redis.command("-n", number, "EVAL", script, "0");
    // A database of nothing but what expires may be gone at the next look.
    if (!sum.startsWith("0 ")) sums.push(`${number}: ${sum}`);
  }
  return sums.join("\n");
}

async function requireMemory(redis: SpareRedis, maxMemory: number): Promise<void> {
  const [, used] = /^used_memory:(\d+)/m.exec(await redis.command("INFO", "memory")) ?? [];
  if (maxMemory === 0 || Number(used) <= maxMemory) return;
  const [needed, allowed] = [Number(used), maxMemory].map((bytes) => Math.ceil(bytes / 1e6));
  throw new Error(
    `the backup needs ${needed} MB of memory, and Redis has ${allowed}: set tally:redisMemory higher`,
  );
}

async function writeLog(redis: SpareRedis): Promise<void> {
  await redis.command("CONFIG", "SET", "appendonly", "yes");
  const giveUpAt = performance.now() + loadTimeoutMs;
  for (;;) {
    const info = await redis.command("INFO", "persistence");
    const is = (state: string) => info.split(/\r?\n/).includes(state);
    const busy = !is("aof_rewrite_in_progress:0") || !is("aof_rewrite_scheduled:0");
    if (!busy && is("aof_enabled:1") && is("aof_last_bgrewrite_status:ok")) return;
    if (!busy && is("aof_last_bgrewrite_status:err"))
      throw new Error("Redis cannot write its log; is the disk full?");
    if (performance.now() > giveUpAt) throw new Error("Redis takes too long to write its log");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
