import { createHash } from "node:crypto";

/** Chances that fall out the same again for the same seed. */
export interface Random {
  /** A whole number, both ends included. */
  whole(least: number, most: number): number;
  pick<T>(from: readonly T[]): T;
  bytes(length: number): Buffer;
}

export function createRandom(seed: string): Random {
  let pool = createHash("sha256").update(seed).digest();
  let used = 0;

  function word(): number {
    if (used + 4 > pool.length) {
      pool = createHash("sha256").update(pool).digest();
      used = 0;
    }
    used += 4;
    return pool.readUInt32LE(used - 4);
  }

  const whole = (least: number, most: number) => least + (word() % (most - least + 1));
  return {
    whole,
    pick(from) {
      const index = whole(0, from.length - 1);
      if (from.length === 0) throw new RangeError("nothing to pick from");
      return from[index] as (typeof from)[number];
    },
    bytes: (length) => Buffer.from(Array.from({ length }, () => word() & 0xff)),
  };
}
