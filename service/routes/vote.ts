import { idempotencyOf } from "../api/idempotency.ts";
import { createOperation, type Operation } from "../api/operation.ts";
import { readValue } from "../api/read-value.ts";
import { idempotent } from "../api/schemas.ts";
import type { Context } from "../context.ts";
import { votes } from "../counting/counter-name.ts";
import type { Counters, VoteResult, Voter } from "../counting/counters.ts";
import { requireOwnPage } from "./own-page.ts";
import { answerVote, voteAnswers } from "./vote-answer.ts";

export interface VoteArgs {
  readonly counters: Pick<Counters, "vote" | "undoVote" | "read" | "undoableVotes">;
  /** Who votes. */
  readonly voter: (ctx: Context) => Promise<Voter>;
}

export function vote({ counters, voter: voterOf }: VoteArgs): Operation {
  return createOperation({
    method: "post",
    path: "/vote",
    tags: ["The page"],
    summary: "Vote",
    description:
      "Every vote counts, unless the service is configured to count once per visitor and window. Those of agents that call themselves bots do not, unless it counts bots.",
    input: { headers: idempotent },
    responses: voteAnswers,
    refusals: [403, 409, 503],
    async answer(ctx, { headers }) {
      requireOwnPage(ctx);
      const voter = await voterOf(ctx);
      const { idempotency } = idempotencyOf(ctx, headers);
      const counts = ctx.state.weight > 0n;
      const result = await (counts ? counters.vote(voter, idempotency) : lookAtVotes(counters, voter));
      const otherwise = counts ? "/?vote=already" : "/";
      answerVote(ctx, voter.once || !counts ? result : { votes: result.votes }, otherwise);
    },
  });
}

/** What a bot gets for its vote. */
async function lookAtVotes(counters: VoteArgs["counters"], { hash }: Voter): Promise<VoteResult> {
  const [value, undoable] = await Promise.all([readValue(counters, votes), counters.undoableVotes(hash)]);
  return { votes: value, counted: false, undoable };
}
