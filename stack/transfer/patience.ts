import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "./tally-api.ts";

/** What lets a transfer go on after an interruption, as a deployment may be one. */
export interface Patience {
  /** Waits before another attempt. @throws the failure that is final, or has lasted too long */
  bear(failure: unknown): Promise<void>;
  /** Something got through: the time for interruptions begins anew. */
  renew(): void;
}

const pauseMs = 1000;

export function createPatience(patienceMs = 60_000): Patience {
  let giveUpAtMs = performance.now() + patienceMs;
  return {
    async bear(failure) {
      if (isFinal(failure) || performance.now() > giveUpAtMs) throw failure;
      await sleep(pauseMs);
    },
    renew() {
      giveUpAtMs = performance.now() + patienceMs;
    },
  };
}

function isFinal(failure: unknown): boolean {
  return failure instanceof Refusal && ![429, 502, 503, 504].includes(failure.status);
}
