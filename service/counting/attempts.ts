import { setTimeout as sleep } from "node:timers/promises";
import { CountingPaused } from "../errors.ts";
import type { Log } from "../log.ts";
import { isBrokenKey, isTransient } from "./failure.ts";

export interface AttemptsArgs {
  readonly retryAttempts: number;
  readonly retryDelayMs: number;
  readonly log: Log;
}

/**
 * Asks Redis, and asks again what may succeed soon.
 *
 * @param what is asked for, and `details` of it: for the log
 * @throws CountingPaused when given up, with the last failure as its cause; a ReplyError where
 * a key holds what cannot be read
 */
export async function attempt<T>(
  args: AttemptsArgs,
  what: "write" | "read",
  details: object,
  ask: () => Promise<T>,
): Promise<T> {
  const { retryAttempts, retryDelayMs, log } = args;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (isBrokenKey(error)) throw error;
      if (attempt === retryAttempts || !isTransient(error)) {
        log.error({ err: error, ...details, attempt }, `gave up a ${what}`);
        throw new CountingPaused({ cause: error });
      }
      log.debug({ err: error, ...details, attempt }, `trying a ${what} again`);
    }
    await sleep(retryDelayMs);
  }
}
