import { textAnswer } from "../api/answers.ts";
import type { OperationDocument } from "../api/operation.ts";
import { documentRefusals } from "../api/refusals.ts";
import type { Middleware } from "../context.ts";

/** Says that the process answers. Redis is no part of it: a restart would not bring Redis back. */
export function livez(): Middleware {
  return function sayAlive(ctx) {
    ctx.body = "alive\n";
  };
}

export const livezDocument: OperationDocument = {
  tags: ["Health"],
  summary: "Ask whether the process answers",
  responses: { 200: textAnswer("It does."), ...documentRefusals([500]) },
};
