import { setTimeout as sleep } from "node:timers/promises";

/**
 * Repeats an action for as long as the work goes on, and returns what the work
 * does. Whether the action succeeds is nobody's concern: it is tried again.
 *
 * @param patienceMs how long the work may go on before the first time
 */
export async function repeatDuring<T>(
  work: Promise<T>,
  action: () => Promise<void>,
  patienceMs: number,
  everyMs = 1000,
): Promise<T> {
  const done = new AbortController();
  const wait = (ms: number) => sleep(ms, undefined, { signal: done.signal }).catch(() => undefined);

  async function repeat(): Promise<void> {
    await wait(patienceMs);
    while (!done.signal.aborted) {
      await action().catch(() => undefined);
      await wait(everyMs);
    }
  }

  const [outcome] = await Promise.all([work.finally(() => done.abort()), repeat()]);
  return outcome;
}
