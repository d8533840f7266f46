import { answerDropIn, dropInAnswers } from "../api/drop-in.ts";
import { createOperation, type Operation } from "../api/operation.ts";
import { readValue } from "../api/read-value.ts";
import { counterPath } from "../api/schemas.ts";
import type { Counters } from "../counting/counters.ts";

export interface GetArgs {
  readonly counters: Pick<Counters, "read">;
}

export function get({ counters }: GetArgs): Operation {
  return createOperation({
    method: "get",
    path: "/get/{namespace}/{key}",
    right: "read",
    tags: ["For clients of CountAPI and Abacus"],
    summary: "Read a counter",
    input: { path: counterPath },
    responses: dropInAnswers,
    refusals: [404, 503],
    async answer(ctx, { path: name }) {
      answerDropIn(ctx, name, await readValue(counters, name));
    },
  });
}
