import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { LoadOptions, LoadReport } from "../../support/load.ts";

/** What came in since the last lap, and how well the generator kept time. */
export interface Lap extends LoadReport {
  /** How much of the time its event loop was at work, from 0 to 1. */
  readonly busy: number;
  /** How late each of a steady row of timers was, in milliseconds. */
  readonly latenessMs: readonly number[];
}

export type GeneratorCall = "lap" | "stop";

/** The load, on a thread of its own: what goes on in this one is no part of a latency. */
export interface Generator {
  lap(): Promise<Lap>;
  /** Sends no more and waits for what is under way. */
  stop(): Promise<Lap>;
  /** Ends it at once. */
  [Symbol.asyncDispose](): Promise<void>;
}

export function startGenerator(options: LoadOptions): Generator {
  const worker = new Worker(new URL("generator-thread.ts", import.meta.url), { workerData: options });
  const failed = new AbortController();
  worker.once("error", (error) => failed.abort(error));

  async function call(name: GeneratorCall): Promise<Lap> {
    const answer = once(worker, "message", { signal: failed.signal });
    worker.postMessage(name);
    const [lap] = await answer;
    return lap;
  }

  return {
    lap: () => call("lap"),
    stop: () => call("stop"),
    [Symbol.asyncDispose]: async () => void (await worker.terminate()),
  };
}
