import { Readable } from "node:stream";
import { z } from "zod";
import type { Context } from "../../context.ts";
import type { CounterRecord, Counters } from "../../counting/counters.ts";
import { jsonLines } from "../json-lines.ts";
import { createOperation, type Operation } from "../operation.ts";
import { exportQuery } from "../schemas.ts";

export interface ExportCountersArgs {
  readonly counters: Pick<Counters, "exportRecords">;
}

export function exportCounters({ counters }: ExportCountersArgs): Operation {
  async function* linesFrom(
    ctx: Context,
    first: IteratorResult<CounterRecord>,
    others: AsyncGenerator<CounterRecord>,
  ): AsyncGenerator<string> {
    try {
      if (!first.done) yield lineOf(first.value);
      for await (const record of others) yield lineOf(record);
    } catch (error) {
      // The status has gone out; only the log can say why there is no more.
      ctx.state.failure = error;
      throw error;
    }
  }

  return createOperation({
    method: "get",
    path: "/api/v1/export",
    right: "own",
    tags: ["Export and import"],
    summary: "Export every counter",
    description:
      "A line of JSON for each counter, the built-in ones first, with all that is kept of it. An export that breaks off has no last chunk, and goes on with `after`. It breaks off before a broken counter, and to go on there says which it is.",
    input: { query: exportQuery },
    responses: {
      200: { description: "The counters.", content: { [jsonLines]: { schema: z.string() } } },
    },
    refusals: [503],
    async answer(ctx, { query: { after } }) {
      const records = counters.exportRecords(after);
      // What fails at once is still told by the status.
      const first = await records.next();
      ctx.body = Readable.from(linesFrom(ctx, first, records), { objectMode: false });
      ctx.type = jsonLines;
      ctx.attachment("tally.jsonl");
    },
  });
}

function lineOf(record: CounterRecord): string {
  return `${JSON.stringify(record)}\n`;
}
