import { setTimeout as sleep } from "node:timers/promises";
import { openContainer } from "../../nginx/container.ts";
import type { Platform } from "../support/platform.ts";

/** Looks at the memory of the replicas over and over. */
export interface MemoryWatch {
  /** Ends it. @returns the most that any replica had, in megabytes */
  stop(): Promise<number>;
}

const everyMs = 1000;

export function watchMemory({ docker, containers }: Platform): MemoryWatch {
  const stopped = new AbortController();
  let most = 0;

  async function look(name: string): Promise<void> {
    const { output } = await openContainer(docker, name).run("grep -hs ^VmRSS: /proc/[0-9]*/status");
    const kilobytes = [...output.matchAll(/(\d+) kB/g)].reduce((sum, [, rss]) => sum + Number(rss), 0);
    most = Math.max(most, kilobytes / 1024);
  }

  const loop = (async () => {
    while (!stopped.signal.aborted) {
      const names = await containers("service");
      await Promise.all(names.map((name) => look(name).catch(() => undefined)));
      await sleep(everyMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  })();

  return {
    async stop() {
      stopped.abort();
      await loop;
      return most;
    },
  };
}
