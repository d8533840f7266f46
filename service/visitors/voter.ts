import type { Context } from "../context.ts";
import type { Voter } from "../counting/counters.ts";
import type { Reader } from "../counting/reader.ts";
import { CountingPaused } from "../errors.ts";

export interface VoterArgs extends Pick<Reader, "read"> {
  /** How long a visitor's first vote is the only one that counts; 0: all of them do. */
  readonly windowSeconds: number;
}

/**
 * Who votes. What that takes from Redis is asked for again like the vote itself.
 *
 * @throws CountingPaused where nobody can tell
 */
export function createVoterOf({ windowSeconds, read }: VoterArgs): (ctx: Context) => Promise<Voter> {
  return async function voterOf(ctx) {
    try {
      const hash = await read({}, () => ctx.state.voter());
      return { hash, windowSeconds, once: windowSeconds > 0 };
    } catch (error) {
      throw error instanceof CountingPaused ? error : new CountingPaused({ cause: error });
    }
  };
}
