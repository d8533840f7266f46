import { z } from "zod";
import type { oas31 } from "zod-openapi";
import { least, most } from "../counting/integer.ts";

/**
 * A whole number in a request, as a JSON number or as a string of digits for clients whose
 * numbers are doubles; a bigint once it is read.
 */
export function integer(from: 1n | typeof least, meta: { description: string; example: number }) {
  const message = `a whole number from ${from} to ${most}, or a string of its digits`;
  const pattern = from === 1n ? `^(${digitsUpTo(most)})$` : `^(0|-?(${digitsUpTo(most)})|${least})$`;
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

/** The digits of the whole numbers from 1 to the limit, as a regular expression. */
function digitsUpTo(limit: bigint): string {
  const digits = String(limit);
  const shorter = `[1-9][0-9]{0,${digits.length - 2}}`;
  const below = [...digits].flatMap((digit, place) => {
    const lowest = place === 0 ? 1 : 0;
    if (Number(digit) <= lowest) return [];
    return `${digits.slice(0, place)}[${lowest}-${Number(digit) - 1}][0-9]{${digits.length - place - 1}}`;
  });
  return [shorter, ...below, digits].join("|");
}
