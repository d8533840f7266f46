import { z } from "zod";
import type { Counters } from "../../counting/counters.ts";
import { answerJson, jsonAnswer, showCounter } from "../answers.ts";
import { idempotencyOf } from "../idempotency.ts";
import { createOperation, type Operation } from "../operation.ts";
import { counterJson, createBody, idempotent } from "../schemas.ts";

export interface CreateCounterArgs {
  readonly counters: Pick<Counters, "create">;
}

export function createCounter({ counters }: CreateCounterArgs): Operation {
  return createOperation({
    method: "post",
    path: "/api/v1/counters",
    right: "own",
    tags: ["Counters"],
    summary: "Create a counter",
    input: { headers: idempotent, body: createBody },
    responses: {
      201: {
        ...jsonAnswer("The new counter.", counterJson),
        headers: z.object({ Location: z.string().meta({ description: "The counter's path." }) }),
      },
    },
    refusals: [409, 503],
    async answer(ctx, { headers, body }) {
      const { namespace, key, value, uniqueVisitors } = body;
      const { idempotency } = idempotencyOf(ctx, headers, body);
      const name = { namespace, key };
      const created = await counters.create(name, value, { uniqueVisitors }, idempotency);
      answerJson(ctx, showCounter(name, created));
      ctx.status = 201;
      ctx.set("Location", `/api/v1/counters/${namespace}/${key}`);
    },
  });
}
