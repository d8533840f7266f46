import { answerJson, jsonAnswer, showCounter } from "../answers.ts";
import { createHit, type HitArgs } from "../hit.ts";
import { idempotencyOf } from "../idempotency.ts";
import { createOperation, type Operation } from "../operation.ts";
import { counterJson, counterPath, hitBody, idempotent } from "../schemas.ts";

export function hitCounter(args: HitArgs): Operation {
  const hit = createHit(args);
  return createOperation({
    method: "post",
    path: "/api/v1/counters/{namespace}/{key}/hit",
    right: "hit",
    tags: ["Counters"],
    summary: "Hit a counter",
    description:
      "Counts one, or as much as the body says. What counts for nothing only reads, and needs the key for reading. Where strangers may not create counters, only the owner's hit creates one.",
    input: { path: counterPath, headers: idempotent, body: hitBody },
    responses: { 200: jsonAnswer("The counter after the hit.", counterJson) },
    refusals: [403, 404, 409, 503],
    async answer(ctx, { path: name, headers, body: { by } }) {
      const value = await hit(ctx, name, by, idempotencyOf(ctx, headers, { by }));
      answerJson(ctx, showCounter(name, value));
    },
  });
}
