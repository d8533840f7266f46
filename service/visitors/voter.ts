import type { Context } from "../context.ts";
import { type AttemptsArgs, attempt } from "../counting/attempts.ts";
import type { Voter } from "../counting/counters.ts";
import { CountingPaused } from "../errors.ts";

export interface VoterArgs extends AttemptsArgs {
  /** How long a visitor's first vote is the only one that counts; 0: all of them do. */
  readonly windowSeconds: number;
}

/**
 * Who votes. What that takes from Redis is asked for again like the vote itself.
 *
 * @throws CountingPaused where nobody can tell
 */
export function createVoterOf({ windowSeconds, ...attempts }: VoterArgs): (ctx: Context) => Promise<Voter> {
  return async function voterOf(ctx) {
    try {
      const hash = await attempt(attempts, "read", { of: "a voter" }, () => ctx.state.voter());
      return { hash, windowSeconds, once: windowSeconds > 0 };
    } catch (error) {
      throw error instanceof CountingPaused ? error : new CountingPaused({ cause: error });
    }
  };
}
