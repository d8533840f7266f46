import type { Counters } from "../../counting/counters.ts";
import { answerJson, jsonAnswer, showCounter } from "../answers.ts";
import { idempotencyOf } from "../idempotency.ts";
import { createOperation, type Operation } from "../operation.ts";
import { counterJson, counterPath, idempotent } from "../schemas.ts";

export interface ResetCounterArgs {
  readonly counters: Pick<Counters, "reset">;
}

export function resetCounter({ counters }: ResetCounterArgs): Operation {
  return createOperation({
    method: "post",
    path: "/api/v1/counters/{namespace}/{key}/reset",
    right: "own",
    tags: ["Counters"],
    summary: "Reset a counter",
    description: "Back to 0, without its history and its unique visitors.",
    input: { path: counterPath, headers: idempotent },
    responses: { 200: jsonAnswer("The counter, which is 0.", counterJson) },
    refusals: [404, 503],
    async answer(ctx, { path: name, headers }) {
      const { idempotency } = idempotencyOf(ctx, headers);
      answerJson(ctx, showCounter(name, await counters.reset(name, idempotency)));
    },
  });
}
