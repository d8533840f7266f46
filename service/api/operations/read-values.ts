import { z } from "zod";
import type { Counters } from "../../counting/counters.ts";
import { answerJson, jsonAnswer, showReading } from "../answers.ts";
import { createOperation, type Operation } from "../operation.ts";
import { chosenCounters, valuesJson } from "../schemas.ts";

export interface ReadValuesArgs {
  readonly counters: Pick<Counters, "read">;
}

export function readValues({ counters }: ReadValuesArgs): Operation {
  return createOperation({
    method: "get",
    path: "/api/v1/values",
    right: "read",
    tags: ["Counters"],
    summary: "Read many counters",
    description: "All of them as they were at one moment, in the order in which they were asked for.",
    input: { query: z.object({ counter: chosenCounters(100) }) },
    responses: { 200: jsonAnswer("The counters; those that do not exist have no value.", valuesJson) },
    refusals: [503],
    async answer(ctx, { query }) {
      const readings = await counters.read(query.counter);
      answerJson(ctx, { counters: readings.map(showReading) });
    },
  });
}
