import { setTimeout as sleep } from "node:timers/promises";
import type { Platform } from "../support/platform.ts";

/** Looks at the page over and over, as a person would who has no connection open yet. */
export interface PageWatch {
  /** Ends it. @returns what was wrong with the page, and its slowest answer in milliseconds */
  stop(): Promise<{ readonly failures: readonly string[]; readonly longestWaitMs: number }>;
}

const everyMs = 200;
const patienceMs = 20_000;

export function watchPage({ fetch }: Platform): PageWatch {
  const failures: string[] = [];
  const looks = new Set<Promise<void>>();
  const stopped = new AbortController();
  let longestWaitMs = 0;

  async function look(): Promise<void> {
    const startMs = performance.now();
    try {
      const headers = { Accept: "text/html", Connection: "close" };
      const response = await fetch("/", { headers, signal: AbortSignal.timeout(patienceMs) });
      const text = await response.text();
      // Without a replica it is the proxy that says so, to a person as well.
      if (response.status !== 200 && !(response.status === 503 && text.includes("<h1>"))) {
        failures.push(`status ${response.status}`);
      }
    } catch (error) {
      failures.push(error instanceof Error ? String(error.cause ?? error.message) : String(error));
    }
    longestWaitMs = Math.max(longestWaitMs, performance.now() - startMs);
  }

  const loop = (async () => {
    while (!stopped.signal.aborted) {
      const started = look().finally(() => looks.delete(started));
      looks.add(started);
      await sleep(everyMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  })();

  return {
    async stop() {
      stopped.abort();
      await loop;
      await Promise.all(looks);
      return { failures, longestWaitMs };
    },
  };
}
