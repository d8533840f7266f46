export const hourMs = 60 * 60 * 1000;
export const dayMs = 24 * hourMs;

/** The number of the last hour or day that may have counts: another clock may be a little ahead. */
export function lastNumber(nowMs: number, unitMs: number): number {
  return Math.floor(nowMs / unitMs) + 1;
}
