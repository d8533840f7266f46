import { answerDropIn, dropInAnswers } from "../api/drop-in.ts";
import { hit as hitOnce } from "../api/hit.ts";
import { createOperation, type Operation } from "../api/operation.ts";
import { counterPath, hitQuery } from "../api/schemas.ts";
import type { Counters } from "../counting/counters.ts";

export interface HitArgs {
  readonly counters: Pick<Counters, "hit" | "read">;
}

export function hit({ counters }: HitArgs): Operation {
  return createOperation({
    method: "get",
    path: "/hit/{namespace}/{key}",
    right: "hit",
    tags: ["For clients of CountAPI and Abacus"],
    summary: "Hit a counter",
    description: "Counts one, or `amount`.",
    input: { path: counterPath, query: hitQuery },
    responses: dropInAnswers,
    refusals: [403, 404, 409, 503],
    async answer(ctx, { path: name, query: { amount } }) {
      answerDropIn(ctx, name, await hitOnce(ctx, counters, name, amount));
    },
  });
}
