import { setTimeout as sleep } from "node:timers/promises";
import { CountingPaused } from "../errors.ts";
import type { Log } from "../log/log.ts";
import { answerLimitMs } from "../redis.ts";
import { isBrokenKey, isTransient } from "./failure.ts";

export interface AttemptsArgs {
  readonly retryAttempts: number;
  readonly retryDelayMs: number;
  readonly log: Log;
}

/**
 * Asks Redis, and asks again what may succeed soon. Where Redis lets every attempt wait
 * until it is given up, there are fewer of them: visitors wait for all of it.
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
  const endMs = performance.now() + retryAttempts * retryDelayMs + answerLimitMs;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (isBrokenKey(error)) throw error;
      const isLast = attempt === retryAttempts || performance.now() > endMs;
      if (isLast || !isTransient(error)) {
        log.error({ err: error, ...details, attempt }, `gave up a ${what}`);
        throw new CountingPaused({ cause: error });
      }
      log.debug({ err: error, ...details, attempt }, `trying a ${what} again`);
    }
    await sleep(retryDelayMs);
  }
}
