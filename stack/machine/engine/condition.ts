import { setTimeout as delay } from "node:timers/promises";

const intervalMs = 100;

/**
 * Waits until a condition holds.
 *
 * @returns whether it did within the time
 * @throws what the condition throws
 */
export async function becomesTrue(condition: () => Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() >= deadline) return false;
    await delay(intervalMs);
  }
  return true;
}
