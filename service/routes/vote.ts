import type { Middleware } from "../context.ts";
import type { Counters } from "../counting/counters.ts";

export interface VoteArgs {
  readonly counters: Pick<Counters, "vote">;
}

/** A browser's form is sent back to the page; a program gets the number. */
export function vote({ counters }: VoteArgs): Middleware {
  return async function countVote(ctx) {
    const { votes } = await counters.vote();
    ctx.vary("Accept");
    if (ctx.accepts("json", "html") === "html") {
      ctx.status = 303;
      ctx.set("Location", "/");
      ctx.body = "";
    } else {
      // A bigint's own digits: JSON.stringify knows no numbers beyond 2^53.
      ctx.body = `{"votes":${votes}}`;
      ctx.type = "json";
    }
  };
}
