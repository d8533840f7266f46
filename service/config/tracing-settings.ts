import { z } from "zod";
import { loadSecret } from "./secret-setting.ts";
import { flag, httpUrl, oneOf, ratio, text } from "./settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const samplers = [
  ...["always_on", "always_off", "traceidratio"],
  ...["parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"],
] as const;

/** The variables of OpenTelemetry in which a mistake would be passed over in silence. */
export const tracingSettings = z.object({
  OTEL_SDK_DISABLED: flag(false),
  OTEL_TRACES_EXPORTER: oneOf(["otlp", "none"], "otlp"),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: httpUrl(),
  OTEL_EXPORTER_OTLP_PROTOCOL: oneOf(["http/protobuf", "http/json"], "http/protobuf"),
  OTEL_EXPORTER_OTLP_HEADERS: text(),
  OTEL_EXPORTER_OTLP_HEADERS_FILE: text(),
  OTEL_TRACES_SAMPLER: oneOf(samplers, "parentbased_always_on"),
  OTEL_TRACES_SAMPLER_ARG: ratio(1),
});

/** Where traces go. */
export interface TracingConfig {
  readonly url: string;
  readonly protocol: "http/protobuf" | "http/json";
  readonly headers: Readonly<Record<string, string>>;
}

const headerList = {
  noun: "list of headers",
  pattern: /^\s*[\w.-]+\s*=[\x21-\x2b\x2d-\x7e ]*(,\s*[\w.-]+\s*=[\x21-\x2b\x2d-\x7e ]*)*$/,
  right: "headers as name=value, separated by commas",
};

/** Undefined where no endpoint is named. What is wrong with the headers is added to the problems. */
export function loadTracing(
  settings: z.output<typeof tracingSettings> | undefined,
  given: Environment,
  problems: string[],
): TracingConfig | undefined {
  const headers = loadSecret(given, "OTEL_EXPORTER_OTLP_HEADERS", headerList, problems) ?? "";
  if (settings === undefined || problems.length > 0) return undefined;
  if (settings.OTEL_SDK_DISABLED || settings.OTEL_TRACES_EXPORTER === "none") return undefined;
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: whole } = settings;
  const url = whole ?? (base && `${base.replace(/\/$/, "")}/v1/traces`);
  if (url === undefined) return undefined;
  return { url, protocol: settings.OTEL_EXPORTER_OTLP_PROTOCOL, headers: parseHeaders(headers) };
}

/** Values are percent-encoded, as the specification has it. */
function parseHeaders(list: string): Record<string, string> {
  const pairs = list.split(",").filter((pair) => pair.includes("="));
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = "", value = ""] = pair.split(/=(.*)/s, 2);
      return [name.trim(), decode(value.trim())];
    }),
  );
}

/** As it is, where a percent sign is one. */
function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
