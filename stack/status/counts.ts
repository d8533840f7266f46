import type { RunningContainer } from "../../nginx/container.ts";

/** The counters that the home page shows, by their Redis keys. */
const counterKeys = ["visits", "total_visitors", "votes"] as const;

/** Undefined where Redis does not answer with numbers. */
export async function readCounts(redis: RunningContainer): Promise<Record<string, string> | undefined> {
  const { exitCode, output } = await redis.run(`redis-cli MGET ${counterKeys.join(" ")}`);
  const values = output.split("\n").map((value) => value.trim());
  if (exitCode !== 0 || values.some((value) => !/^-?\d*$/.test(value))) return undefined;
  return Object.fromEntries(counterKeys.map((key, index) => [key, values[index] || "0"]));
}
