import type { Operation } from "../api/operation.ts";
import { problemHeaders, problemOf } from "../problem.ts";
import { renderFailedBadge } from "./badge.ts";

const statuses = ["400", "409", "500", "503"] as const;

/** An image on a page cannot show a problem in JSON: what goes wrong becomes a badge that says it. */
export function failingInPictures(operation: Operation): Operation {
  const { document, answer } = operation;
  const pictures = statuses.map((status) => [
    status,
    { ...document.responses[status], content: { "image/svg+xml": { schema: { type: "string" } } } },
  ]);
  const responses = { ...document.responses, ...Object.fromEntries(pictures) };

  return {
    ...operation,
    document: { ...document, responses },
    async answer(ctx, next) {
      try {
        await answer(ctx, next);
      } catch (error) {
        const { status, title, detail = title } = problemOf(error);
        ctx.status = status;
        ctx.set(problemHeaders(error));
        ctx.body = renderFailedBadge(detail);
        ctx.type = "image/svg+xml";
        if (status >= 500) ctx.state.failure = error;
      }
    },
  };
}
