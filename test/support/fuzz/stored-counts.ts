import type { Platform } from "../platform.ts";

/** What replicas and visitors leave without anything being counted. */
const bookkeeping = /^tally:(writer|salt):/;

// DUMP is the value itself, without its age and its time to live.
const script = `local lines = {}
for _, key in ipairs(redis.call('KEYS', '*')) do
  lines[#lines + 1] = redis.sha1hex(redis.call('DUMP', key)) .. ' ' .. key
end
return table.concat(lines, '\\n')`;

/** A digest of every key of Redis but the bookkeeping, by key. */
export async function storedCounts({
  redisCli,
}: Pick<Platform, "redisCli">): Promise<Record<string, string>> {
  const lines = (await redisCli("EVAL", script, "0")).split("\n").map((line) => line.split(/ (.*)/s));
  const entries = lines.map(([digest = "", key = ""]) => [key, digest] as const);
  return Object.fromEntries(entries.filter(([key]) => !bookkeeping.test(key)).sort());
}
