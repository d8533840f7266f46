/** Adds `by` to a counter; 0 reads it, without creating the key. */
export interface Change {
  readonly key: string;
  readonly by: bigint;
}

/** The changes that one request makes, in its order: all of them count, or none. */
export type Hit = readonly Change[];

/** What the hits add to each key together. */
export function totalsOf(hits: Iterable<Hit>): Map<string, bigint> {
  const totals = new Map<string, bigint>();
  for (const hit of hits) {
    for (const { key, by } of hit) totals.set(key, (totals.get(key) ?? 0n) + by);
  }
  return totals;
}

/**
 * Each hit's own values, as if the hits had been written one by one in their order.
 *
 * @param totals what the hits added together
 * @param values of each key after all of them
 */
export function sharesOf(
  hits: readonly Hit[],
  totals: ReadonlyMap<string, bigint>,
  values: ReadonlyMap<string, bigint>,
): bigint[][] {
  const current = new Map<string, bigint>();
  for (const [key, value] of values) current.set(key, value - (totals.get(key) ?? 0n));
  return hits.map((hit) =>
    hit.map(({ key, by }) => {
      const value = (current.get(key) ?? 0n) + by;
      current.set(key, value);
      return value;
    }),
  );
}
