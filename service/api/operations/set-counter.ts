import type { Counters } from "../../counting/counters.ts";
import { answerJson, jsonAnswer, showCounter } from "../answers.ts";
import { idempotencyOf } from "../idempotency.ts";
import { createOperation, type Operation } from "../operation.ts";
import { counterJson, counterPath, idempotent, setBody } from "../schemas.ts";

export interface SetCounterArgs {
  readonly counters: Pick<Counters, "set">;
}

export function setCounter({ counters }: SetCounterArgs): Operation {
  return createOperation({
    method: "put",
    path: "/api/v1/counters/{namespace}/{key}",
    right: "own",
    tags: ["Counters"],
    summary: "Set a counter",
    input: { path: counterPath, headers: idempotent, body: setBody },
    responses: { 200: jsonAnswer("The counter with its new value.", counterJson) },
    refusals: [404, 503],
    async answer(ctx, { path: name, headers, body: { value } }) {
      const { idempotency } = idempotencyOf(ctx, headers, { value });
      answerJson(ctx, showCounter(name, await counters.set(name, value, idempotency)));
    },
  });
}
