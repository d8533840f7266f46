interface Tracing {
  readonly otlpEndpoint?: string | undefined;
  readonly otlpHeaders?: string | undefined;
}

/** Which settings of traces lead nowhere, a sentence for each. */
export function tracingContradictions({ otlpEndpoint, otlpHeaders }: Tracing): string[] {
  if (otlpHeaders === undefined || otlpEndpoint !== undefined) return [];
  return ["tally:otlpHeaders needs tally:otlpEndpoint: without it no traces are sent"];
}
