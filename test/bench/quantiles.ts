/** Quantiles of recorded values, exact: each is one of the values (the nearest rank). */
export interface Quantiles {
  readonly p50: number;
  readonly p99: number;
}

/** @returns undefined of no values */
export function quantilesOf(values: readonly number[]): Quantiles | undefined {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  const [p50, p99] = [at(0.5), at(0.99)];
  return p50 === undefined || p99 === undefined ? undefined : { p50, p99 };
}

/** The middle value, or the mean of the two in the middle. */
export function medianOf(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
