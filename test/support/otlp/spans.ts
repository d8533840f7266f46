import { type Fields, messages, readFields, text } from "./protobuf.ts";

/** A span as a collector gets it, with what it says of the process that it comes from. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first of a trace. */
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: number;
  readonly isError: boolean;
  readonly durationNs: bigint;
  readonly attributes: Attributes;
  readonly resource: Attributes;
  /** The ids of the spans that it is linked to. */
  readonly links: readonly string[];
  readonly events: readonly string[];
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

export const spanKinds = { internal: 1, server: 2, client: 3 } as const;

/** The spans of an ExportTraceServiceRequest (opentelemetry-proto, trace.proto). */
export function parseSpans(request: Buffer): Span[] {
  return messages(readFields(request), 1).flatMap((ofResource) => {
    const [resource] = messages(ofResource, 1);
    const attributes = resource ? attributesOf(resource, 1) : {};
    return messages(ofResource, 2)
      .flatMap((ofScope) => messages(ofScope, 2))
      .map((span) => parseSpan(span, attributes));
  });
}

function parseSpan(span: Fields, resource: Attributes): Span {
  const timeOf = (number: number) => (span.get(number)?.[0] as bigint | undefined) ?? 0n;
  const [status] = messages(span, 15);
  return {
    traceId: text(span, 1, "hex"),
    spanId: text(span, 2, "hex"),
    parentSpanId: text(span, 4, "hex"),
    name: text(span, 5),
    kind: Number(span.get(6)?.[0]),
    isError: status?.get(3)?.[0] === 2n,
    durationNs: timeOf(8) - timeOf(7),
    attributes: attributesOf(span, 9),
    resource,
    links: messages(span, 13).map((link) => text(link, 2, "hex")),
    events: messages(span, 11).map((event) => text(event, 2)),
  };
}

function attributesOf(fields: Fields, number: number): Attributes {
  return Object.fromEntries(
    messages(fields, number).map((pair) => {
      const [value] = messages(pair, 2);
      const [number] = value?.get(3) ?? [];
      return [text(pair, 1), number === undefined ? value && text(value, 1) : Number(number)];
    }),
  );
}
