import { z } from "zod";
import type { oas31 } from "zod-openapi";

export const least = -(2n ** 63n);
export const most = 2n ** 63n - 1n;

/**
 * A whole number in a request, as a JSON number or as a string of digits for clients whose
 * numbers are doubles; a bigint once it is read.
 */
export function integer(from: bigint, meta: { description: string; example: number }) {
  const message = `a whole number from ${from} to ${most}, or a string of its digits`;
  const sign = from < 0n ? "-?" : "";
  const pattern = `^${sign}[0-9]{1,19}$`;
  const given = z.union([z.bigint(), z.string().regex(new RegExp(pattern)).transform(BigInt)], message);
  const limited = given.refine((value) => value >= from && value <= most, message);
  const override: oas31.SchemaObject = {
    anyOf: [
      { type: "integer", format: "int64", minimum: Number(from), maximum: Number(most) },
      { type: "string", pattern },
    ],
  };
  return limited.meta({ ...meta, override });
}

/** A whole number in an answer. */
export function exactInteger(description: string) {
  return z.bigint().meta({
    description,
    override: { type: "integer", format: "int64", minimum: Number(least), maximum: Number(most) },
  });
}
