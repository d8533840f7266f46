import { z } from "zod";
import type { ZodOpenApiResponsesObject } from "zod-openapi";

const fault = z.object({
  in: z.enum(["path", "query", "header", "body"]),
  name: z.string(),
  detail: z.string().meta({ description: "What would be right." }),
});

const problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string().optional(),
    errors: z.array(fault).optional().meta({ description: "One for each fault of the request." }),
    line: z.int().min(1).optional().meta({ description: "The bad line of an import." }),
    requestId: z.string().optional().meta({ description: "Names the request in the log." }),
  })
  .meta({ id: "Problem", description: "What went wrong, as RFC 9457 has it." });

const descriptions: Readonly<Record<number, string>> = {
  400: "The request is wrong; `errors` names what would be right.",
  401: "The key is missing or wrong.",
  403: "This is not allowed, with whatever key.",
  404: "There is no such counter.",
  409: "The counter's state does not allow this: nothing was changed.",
  413: "The body is too long.",
  415: "The body is of another media type.",
  422: "The Idempotency-Key was used with another payload.",
  500: "Something is broken.",
  503: "Counting is paused; it is safe to try again with the same Idempotency-Key.",
};

/** The problems that an operation may answer with. */
export function documentRefusals(statuses: readonly number[]): ZodOpenApiResponsesObject {
  return Object.fromEntries(statuses.map((status) => [String(status), refusal(status)]));
}

function refusal(status: number) {
  const headers = {
    401: z.object({ "WWW-Authenticate": z.string() }),
    503: z.object({ "Retry-After": z.string().meta({ description: "Seconds." }) }),
  }[status];
  return {
    description: descriptions[status] ?? "",
    content: { "application/problem+json": { schema: problem } },
    ...(headers && { headers }),
  };
}
