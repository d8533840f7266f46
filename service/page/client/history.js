/** @typedef {ReadonlyMap<number, bigint>} Counts by their buckets' starts, in milliseconds since the epoch */

/** @typedef {{ value: bigint, hour: Counts, day: Counts }} History */

/** @typedef {{ start: string, count: string }[]} Buckets */

const firstDelayMs = 1000;
const longestDelayMs = 60_000;

/**
 * What a counter has counted when. Asks until it is answered.
 *
 * @param {string} counter
 * @returns {Promise<History>}
 */
export async function loadHistory(counter) {
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(2 * delayMs, longestDelayMs)) {
    const response = await fetch(`/api/v1/counters/${counter}/history`).catch(() => undefined);
    const text = response?.ok ? await response.text().catch(() => undefined) : undefined;
    if (text !== undefined) return readHistory(text);
    await new Promise((resolve) => setTimeout(resolve, delayMs));
  }
}

/**
 * @param {string} text
 * @returns {History}
 */
function readHistory(text) {
  // As strings: JSON.parse would round a number beyond 2^53.
  const { exact, hours, days } = JSON.parse(text.replaceAll(/(?<="count":\s*)-?\d+/g, '"$&"'));
  return { value: BigInt(exact), hour: countsOf(hours), day: countsOf(days) };
}

/** @param {Buckets} buckets */
function countsOf(buckets) {
  return new Map(buckets.map(({ start, count }) => [Date.parse(start), BigInt(count)]));
}
