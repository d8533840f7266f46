import { setTimeout as sleep } from "node:timers/promises";

/** Looks after 5 ms at first, then after a tenth of the time waited so far, and after 200 ms at most. */
const [firstMs, share, rarestMs] = [5, 0.1, 200];

/**
 * Waits for what nothing announces.
 *
 * @param everyMs how often to look; by default less often the longer it takes, as to look may take a processor
 * @throws when it has not come about in `limitMs` milliseconds
 */
export async function until(condition: () => unknown, limitMs = 15_000, everyMs?: number): Promise<void> {
  const startMs = performance.now();
  while (!(await condition())) {
    const waitedMs = performance.now() - startMs;
    if (waitedMs > limitMs) throw new Error(`Waited ${limitMs} ms in vain for ${condition}`);
    await sleep(everyMs ?? Math.min(rarestMs, Math.max(firstMs, waitedMs * share)));
  }
}
