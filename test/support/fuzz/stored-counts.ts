import type { Platform } from "../platform.ts";

/** What replicas and visitors leave without anything being counted. */
const bookkeeping = /^tally:(writer|salt):/;

// DUMP is the value itself, without its age and its time to live. A HyperLogLog keeps, from
// its 9th byte to its 16th, what it was last read as: to read it is not to count.
const script = `local lines = {}
for _, key in ipairs(redis.call('KEYS', '*')) do
  local value = redis.pcall('GET', key)
  if type(value) == 'string' and string.sub(value, 1, 4) == 'HYLL' then
    value = string.sub(value, 1, 8) .. string.sub(value, 17)
  else
    value = redis.call('DUMP', key)
  end
  lines[#lines + 1] = redis.sha1hex(value) .. ' ' .. key
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
