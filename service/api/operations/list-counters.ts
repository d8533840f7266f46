import type { Counters } from "../../counting/counters.ts";
import { answerJson, jsonAnswer, showReading } from "../answers.ts";
import { createOperation, type Operation } from "../operation.ts";
import { listJson, listQuery } from "../schemas.ts";

export interface ListCountersArgs {
  readonly counters: Pick<Counters, "list">;
}

export function listCounters({ counters }: ListCountersArgs): Operation {
  return createOperation({
    method: "get",
    path: "/api/v1/counters",
    right: "own",
    tags: ["Counters"],
    summary: "List counters",
    description: "In the order of their names.",
    input: { query: listQuery },
    responses: { 200: jsonAnswer("A page of the list.", listJson) },
    refusals: [503],
    async answer(ctx, { query: { prefix, cursor, limit } }) {
      const { counters: readings, next } = await counters.list(prefix, cursor, limit);
      answerJson(ctx, { counters: readings.map(showReading), next });
    },
  });
}
