import { idempotencyOf } from "../api/idempotency.ts";
import { createOperation, type Operation } from "../api/operation.ts";
import { idempotent } from "../api/schemas.ts";
import type { Context } from "../context.ts";
import type { Counters, Voter } from "../counting/counters.ts";
import { requireOwnPage } from "./own-page.ts";
import { answerVote, voteAnswers } from "./vote-answer.ts";

export interface VoteArgs {
  readonly counters: Pick<Counters, "vote" | "undoVote">;
  /** Who votes. */
  readonly voter: (ctx: Context) => Promise<Voter>;
}

export function vote({ counters, voter: voterOf }: VoteArgs): Operation {
  return createOperation({
    method: "post",
    path: "/vote",
    tags: ["The page"],
    summary: "Vote",
    description: "Every vote counts, unless the service is configured to count once per visitor and window.",
    input: { headers: idempotent },
    responses: voteAnswers,
    refusals: [403, 409, 503],
    async answer(ctx, { headers }) {
      requireOwnPage(ctx);
      const voter = await voterOf(ctx);
      const { idempotency } = idempotencyOf(ctx, headers);
      const result = await counters.vote(voter, idempotency);
      answerVote(ctx, voter.once ? result : { votes: result.votes });
    },
  });
}
