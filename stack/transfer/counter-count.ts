/** `1 counter`, `2 counters`. */
export function counterCount(counters: number): string {
  return `${counters} ${counters === 1 ? "counter" : "counters"}`;
}
