import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits for what nothing announces.
 *
 * @throws when it has not come about in `limitMs` milliseconds, looked at `everyMs`
 */
export async function until(condition: () => unknown, limitMs = 5000, everyMs = 5): Promise<void> {
  const endMs = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > endMs) throw new Error(`Waited ${limitMs} ms in vain for ${condition}`);
    await sleep(everyMs);
  }
}
