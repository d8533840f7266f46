import { answerDropIn, dropInAnswers } from "../api/drop-in.ts";
import { createHit, type HitArgs } from "../api/hit.ts";
import { createOperation, type Operation } from "../api/operation.ts";
import { counterPath, hitQuery } from "../api/schemas.ts";

export function hit(args: HitArgs): Operation {
  const hitOnce = createHit(args);
  return createOperation({
    method: "get",
    path: "/hit/{namespace}/{key}",
    right: "hit",
    tags: ["For clients of CountAPI and Abacus"],
    summary: "Hit a counter",
    description:
      "Counts one, or `amount`. What counts for nothing only reads, and needs the key for reading.",
    input: { path: counterPath, query: hitQuery },
    responses: dropInAnswers,
    refusals: [403, 404, 409, 503],
    async answer(ctx, { path: name, query: { amount } }) {
      answerDropIn(ctx, name, await hitOnce(ctx, name, amount));
    },
  });
}
