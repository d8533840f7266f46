/** Translations of the provider's arguments that several kinds of resource share. */

/** `[{label, value}]` as the engine's own API takes it. */
export function labelsFrom(labels: readonly { label: string; value: string }[] = []): Record<string, string> {
  return Object.fromEntries(labels.map(({ label, value }) => [label, value]));
}

const unitNanoseconds: Readonly<Record<string, number>> = { h: 3600e9, m: 60e9, s: 1e9 };

/** A duration as Go writes it (`1m30s`), in nanoseconds. */
export function durationNanoseconds(duration: string): number {
  const parts = [...duration.matchAll(/(\d+)([hms])/g)];
  if (parts.map(([part]) => part).join("") !== duration || parts.length === 0) {
    throw new Error(`"${duration}" is no duration such as 1m30s`);
  }
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitNanoseconds[unit ?? ""] ?? 0), 0);
}
