import { formatCounterName } from "../../counting/counter-name.ts";
import type { Counters } from "../../counting/counters.ts";
import { answerJson, jsonAnswer } from "../answers.ts";
import { createOperation, type Operation } from "../operation.ts";
import { counterPath, visitorsJson } from "../schemas.ts";

export interface ReadVisitorsArgs {
  readonly counters: Pick<Counters, "uniques">;
}

export function readVisitors({ counters }: ReadVisitorsArgs): Operation {
  return createOperation({
    method: "get",
    path: "/api/v1/counters/{namespace}/{key}/visitors",
    right: "read",
    tags: ["Counters"],
    summary: "Read a counter's unique visitors",
    description: "Of a counter that was created with uniqueVisitors; others do not know theirs.",
    input: { path: counterPath },
    responses: { 200: jsonAnswer("About how many visitors the counter had.", visitorsJson) },
    refusals: [404, 503],
    async answer(ctx, { path: name }) {
      const uniques = await counters.uniques(name);
      const counter = formatCounterName(name);
      const days = (uniques?.days ?? []).map(({ start, visitors }) => ({
        start: new Date(start).toISOString(),
        visitors,
      }));
      answerJson(ctx, { counter, visitors: uniques?.total ?? null, days });
    },
  });
}
