// Newer than the library that TypeScript knows: a number that keeps the digits it is given.
const { rawJSON } = JSON as typeof JSON & { rawJSON(text: string): object };

const decimal = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
const mostZeros = 19;

/**
 * JSON in which whole numbers are bigints, read digit by digit. Other numbers stay numbers.
 *
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
    typeof value === "number" ? (wholeNumber(context?.source ?? "") ?? value) : value,
  );
}

/** JSON in which bigints are numbers with all their digits. */
export function formatJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === "bigint" ? rawNumber(member) : member,
  );
}

/** What `JSON.stringify` writes as these digits. */
export function rawNumber(value: bigint): object {
  return rawJSON(String(value));
}

/** To JSON, 1.0 and 1e3 are whole numbers as well. */
function wholeNumber(source: string): bigint | undefined {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = decimal.exec(source) ?? [];
  const digits = whole + fraction;
  const zeros = Number(exponent) - fraction.length;
  if (digits === "" || zeros > mostZeros) return undefined;
  const dropped = zeros < 0 ? digits.slice(zeros) : "";
  if (!/^0*$/.test(dropped)) return undefined;
  const kept = digits.slice(0, digits.length - dropped.length) + "0".repeat(Math.max(zeros, 0));
  const size = BigInt(kept || "0");
  return sign === "-" ? -size : size;
}
