import { setTimeout as sleep } from "node:timers/promises";
import type { Platform } from "../support/platform.ts";

/** Looks at the memory of the replicas over and over. */
export interface MemoryWatch {
  /** Ends it. @returns the most that any replica had, in megabytes */
  stop(): Promise<number>;
}

const everyMs = 500;

export function watchMemory({ docker, containers }: Platform): MemoryWatch {
  const stopped = new AbortController();
  let most = 0;

  async function look(name: string): Promise<void> {
    const { Processes } = await docker.getContainer(name).top({ ps_args: "-o pid,rss" });
    const kilobytes = Processes.reduce((sum: number, [, rss]: string[]) => sum + Number(rss), 0);
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
