import type { Counters } from "../../counting/counters.ts";
import { answerJson, jsonAnswer, showCounter } from "../answers.ts";
import { hit } from "../hit.ts";
import { idempotencyOf } from "../idempotency.ts";
import { createOperation, type Operation } from "../operation.ts";
import { counterJson, counterPath, hitBody, idempotent } from "../schemas.ts";

export interface HitCounterArgs {
  readonly counters: Pick<Counters, "hit" | "read">;
}

export function hitCounter({ counters }: HitCounterArgs): Operation {
  return createOperation({
    method: "post",
    path: "/api/v1/counters/{namespace}/{key}/hit",
    right: "hit",
    tags: ["Counters"],
    summary: "Hit a counter",
    description:
      "Counts one, or as much as the body says. Where strangers may not create counters, only the owner's hit creates one.",
    input: { path: counterPath, headers: idempotent, body: hitBody },
    responses: { 200: jsonAnswer("The counter after the hit.", counterJson) },
    refusals: [403, 404, 409, 503],
    async answer(ctx, { path: name, headers, body: { by } }) {
      const value = await hit(ctx, counters, name, by, idempotencyOf(ctx, headers, { by }));
      answerJson(ctx, showCounter(name, value));
    },
  });
}
