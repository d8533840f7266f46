import { idempotencyOf } from "../api/idempotency.ts";
import { createOperation, type Operation } from "../api/operation.ts";
import { idempotent } from "../api/schemas.ts";
import { requireOwnPage } from "./own-page.ts";
import type { VoteArgs } from "./vote.ts";
import { answerVote, voteAnswers } from "./vote-answer.ts";

/** Forms know no DELETE: they undo with POST /vote/undo. */
const ways = { post: "/vote/undo", delete: "/vote" } as const;

export function undoVote(method: keyof typeof ways, { counters, voter: voterOf }: VoteArgs): Operation {
  return createOperation({
    method,
    path: ways[method],
    tags: ["The page"],
    summary: "Take the last vote back",
    description: "Only a visitor's own vote, while it is remembered. Where there is none, nothing changes.",
    input: { headers: idempotent },
    responses: voteAnswers,
    refusals: [403, 503],
    async answer(ctx, { headers }) {
      requireOwnPage(ctx);
      const voter = await voterOf(ctx);
      const { idempotency } = idempotencyOf(ctx, headers);
      answerVote(ctx, await counters.undoVote(voter, idempotency), "/?vote=none");
    },
  });
}
