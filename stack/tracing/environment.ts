import type { StackConfig } from "../config/config.ts";
import { objectName } from "../containers/names.ts";

type Settings = Pick<StackConfig, "stack" | "otlpEndpoint" | "traceRatio">;

/** What tells a replica where to send its traces; nothing where that is nowhere. */
export function tracingEnvironment({ stack, otlpEndpoint, traceRatio }: Settings): Record<string, string> {
  if (otlpEndpoint === undefined) return {};
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint,
    OTEL_SERVICE_NAME: objectName(stack),
    OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
    OTEL_TRACES_SAMPLER_ARG: String(traceRatio),
  };
}

/** Whether replicas with this environment need a way to a collector. */
export function sendsTraces(env: Readonly<Record<string, string>>): boolean {
  return env.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined;
}
