import { ExportResultCode } from "@opentelemetry/core";
import type { SpanExporter } from "@opentelemetry/sdk-trace-base";
import type { Log } from "../log/log.ts";

/** Says in the log when a collector begins to refuse spans, and when it takes them again: a line for each. */
export function reportFailures(exporter: SpanExporter, url: string, log: Log): SpanExporter {
  let isFailing = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const fails = result.code !== ExportResultCode.SUCCESS;
        if (fails && !isFailing) log.warn({ err: result.error, url }, "cannot send traces, dropping them");
        if (!fails && isFailing) log.info({ url }, "sending traces again");
        isFailing = fails;
        done(result);
      });
    },
    forceFlush: async () => await exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}
