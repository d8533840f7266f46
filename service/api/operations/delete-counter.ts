import type { Counters } from "../../counting/counters.ts";
import { idempotencyOf } from "../idempotency.ts";
import { createOperation, type Operation } from "../operation.ts";
import { counterPath, idempotent } from "../schemas.ts";

export interface DeleteCounterArgs {
  readonly counters: Pick<Counters, "delete">;
}

export function deleteCounter({ counters }: DeleteCounterArgs): Operation {
  return createOperation({
    method: "delete",
    path: "/api/v1/counters/{namespace}/{key}",
    right: "own",
    tags: ["Counters"],
    summary: "Delete a counter",
    description: "With its history and its unique visitors. The built-in counters cannot be deleted.",
    input: { path: counterPath, headers: idempotent },
    responses: { 204: { description: "The counter is gone." } },
    refusals: [404, 409, 503],
    async answer(ctx, { path: name, headers }) {
      const { idempotency } = idempotencyOf(ctx, headers);
      await counters.delete(name, idempotency);
      ctx.status = 204;
    },
  });
}
