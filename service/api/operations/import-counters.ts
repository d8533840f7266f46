import { z } from "zod";
import type { Counters } from "../../counting/counters.ts";
import { answerJson, jsonAnswer } from "../answers.ts";
import { importLines } from "../import-lines.ts";
import { jsonLines, newlineDelimitedJson } from "../json-lines.ts";
import { requireMediaType } from "../media-type.ts";
import { createOperation, type Operation } from "../operation.ts";

export interface ImportCountersArgs {
  readonly counters: Pick<Counters, "importRecord">;
}

const mediaTypes = [jsonLines, newlineDelimitedJson];

const imported = z.object({ imported: z.int().min(0).meta({ description: "How many counters." }) });

export function importCounters({ counters }: ImportCountersArgs): Operation {
  return createOperation({
    method: "post",
    path: "/api/v1/import",
    right: "own",
    tags: ["Export and import"],
    summary: "Import counters",
    description:
      "The lines of an export, in any order; each replaces its counter wholly, so that it is safe to repeat. The first bad line ends the import: the problem's `line` is its number, and nothing of it and of later lines was changed.",
    requestBody: {
      required: true,
      content: Object.fromEntries(mediaTypes.map((type) => [type, { schema: z.string() }])),
    },
    responses: { 200: jsonAnswer("Everything is imported.", imported) },
    refusals: [400, 413, 415, 503],
    async answer(ctx) {
      requireMediaType(ctx, mediaTypes);
      // The connection is still needed when a bad line ends the reading: it takes the answer.
      const chunks = ctx.req.iterator({ destroyOnReturn: false });
      const count = await importLines(chunks, (record) => counters.importRecord(record));
      answerJson(ctx, { imported: count });
    },
  });
}
