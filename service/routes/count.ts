import { z } from "zod";
import { htmlAnswer, jsonAnswer, textAnswer } from "../api/answers.ts";
import { exactInteger } from "../api/integers.ts";
import type { OperationDocument } from "../api/operation.ts";
import { documentRefusals } from "../api/refusals.ts";
import type { Middleware } from "../context.ts";
import type { Counters, VisitCounts } from "../counting/counters.ts";
import { renderCount } from "../page/count.ts";

export interface CountArgs {
  readonly counters: Pick<Counters, "visit">;
}

const renderers = {
  text: ({ visits, totalVisitors }: VisitCounts) =>
    `This page has been visited ${visits} times.\nTotal Visitors: ${totalVisitors}\n`,
  // A bigint's own digits: JSON.stringify knows no numbers beyond 2^53.
  json: ({ visits, totalVisitors }: VisitCounts) => `{"visits":${visits},"totalVisitors":${totalVisitors}}`,
  html: renderCount,
};

const formats = Object.keys(renderers) as (keyof typeof renderers)[];

/** Text is the first of the formats, and so the answer to whoever does not mind or accepts none. */
export function count({ counters }: CountArgs): Middleware {
  return async function countVisit(ctx) {
    const format = formats.find((known) => known === ctx.accepts(formats)) ?? "text";
    ctx.vary("Accept");
    ctx.body = renderers[format](await counters.visit(ctx.state.weight, await ctx.state.visitor()));
    ctx.type = format;
  };
}

const visitsJson = z.object({
  visits: exactInteger("The visits, this one included."),
  totalVisitors: exactInteger("The views of the page."),
});

export const countDocument: OperationDocument = {
  tags: ["The page"],
  summary: "Count a visit",
  responses: {
    200: {
      description: "The visits, as the header Accept would have them.",
      content: {
        ...textAnswer("").content,
        ...jsonAnswer("", visitsJson).content,
        ...htmlAnswer("").content,
      },
    },
    ...documentRefusals([500, 503]),
  },
};
