import type { Bucket, Counters } from "../../counting/counters.ts";
import { answerJson, jsonAnswer, showCounter } from "../answers.ts";
import { createOperation, type Operation } from "../operation.ts";
import { counterPath, historyJson } from "../schemas.ts";

export interface ReadHistoryArgs {
  readonly counters: Pick<Counters, "history">;
}

export function readHistory({ counters }: ReadHistoryArgs): Operation {
  return createOperation({
    method: "get",
    path: "/api/v1/counters/{namespace}/{key}/history",
    right: "read",
    tags: ["Counters"],
    summary: "Read a counter's history",
    description: "Per hour and per day in UTC, as far back as the service keeps them.",
    input: { path: counterPath },
    responses: { 200: jsonAnswer("The counter and when it was hit.", historyJson) },
    refusals: [404, 503],
    async answer(ctx, { path: name }) {
      const { value, hours, beforeHours, days, beforeDays } = await counters.history(name);
      answerJson(ctx, {
        ...showCounter(name, value),
        hours: hours.map(showBucket),
        beforeHours,
        days: days.map(showBucket),
        beforeDays,
      });
    },
  });
}

function showBucket({ start, count }: Bucket) {
  return { start: new Date(start).toISOString(), count };
}
