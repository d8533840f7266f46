import type { Counters } from "../../counting/counters.ts";
import { answerJson, jsonAnswer, showCounter } from "../answers.ts";
import { createOperation, type Operation } from "../operation.ts";
import { readValue } from "../read-value.ts";
import { counterJson, counterPath } from "../schemas.ts";

export interface ReadCounterArgs {
  readonly counters: Pick<Counters, "read">;
}

export function readCounter({ counters }: ReadCounterArgs): Operation {
  return createOperation({
    method: "get",
    path: "/api/v1/counters/{namespace}/{key}",
    right: "read",
    tags: ["Counters"],
    summary: "Read a counter",
    input: { path: counterPath },
    responses: { 200: jsonAnswer("The counter.", counterJson) },
    refusals: [404, 503],
    async answer(ctx, { path: name }) {
      answerJson(ctx, showCounter(name, await readValue(counters, name)));
    },
  });
}
