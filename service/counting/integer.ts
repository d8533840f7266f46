/** The bounds of what a counter holds. */
export const least = -(2n ** 63n);
export const most = 2n ** 63n - 1n;

/** Whether these are the digits of a 64-bit integer as Redis writes them. */
export function isInteger64(text: string): boolean {
  return /^(0|-?[1-9]\d{0,18})$/.test(text) && BigInt(text) >= least && BigInt(text) <= most;
}
