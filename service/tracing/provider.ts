import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor, type IdGenerator } from "@opentelemetry/sdk-trace-base";
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from "@opentelemetry/semantic-conventions";
import type { TracingConfig } from "../config/tracing-settings.ts";
import type { Log } from "../log/log.ts";
import { withTimeLimit } from "../time-limit.ts";
import { reportFailures } from "./reporting-exporter.ts";

/** Who this process is, as its log lines have it. */
export interface Identity {
  readonly release: string;
  readonly replica: string;
  readonly env: string;
}

/** How long the collector may take for the last spans, in milliseconds. */
const closeLimitMs = 2000;

/**
 * Sends spans in the background. At most 2,048 wait, unless OTEL_BSP_MAX_QUEUE_SIZE says
 * otherwise, and the others are dropped: a collector that is slow or away holds up nobody.
 * The sampler and all else that this project has no opinion of is what the variables of
 * OpenTelemetry say, which the packages read themselves.
 */
export function createProvider(
  config: TracingConfig,
  identity: Identity,
  idGenerator: IdGenerator,
  log: Log,
) {
  const { url, headers, protocol } = config;
  const Exporter = protocol === "http/json" ? JsonExporter : ProtobufExporter;
  const exporter = reportFailures(new Exporter({ url, headers }), url, log);
  const provider = new BasicTracerProvider({
    resource: createResource(identity),
    spanProcessors: [new BatchSpanProcessor(exporter)],
    idGenerator,
  });
  return {
    getTracer: (name: string, version: string) => provider.getTracer(name, version),
    close: () => withTimeLimit(provider.shutdown(), closeLimitMs).catch(() => undefined),
  };
}

/** What the variables say wins. */
function createResource({ release, replica, env }: Identity) {
  const own = resourceFromAttributes({
    [ATTR_SERVICE_NAME]: "tally",
    [ATTR_SERVICE_VERSION]: release,
    "service.instance.id": replica,
    "deployment.environment.name": env,
  });
  return defaultResource()
    .merge(own)
    .merge(detectResources({ detectors: [envDetector] }));
}
