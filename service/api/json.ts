// Newer than the library that TypeScript knows: a number that keeps the digits it is given.
const { rawJSON } = JSON as typeof JSON & { rawJSON(text: string): object };

const decimal = /^(-?\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
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
  const [, whole = "", fraction = "", exponent = "0"] = decimal.exec(source) ?? [];
  const zeros = Number(exponent) - fraction.length;
  if (whole === "" || zeros > mostZeros) return undefined;
  const digits = whole + fraction;
  if (zeros >= 0) return BigInt(digits + "0".repeat(zeros));
  const cut = digits.slice(0, zeros);
  if (!/^0*$/.test(digits.slice(zeros))) return undefined;
  return BigInt(/\d/.test(cut) ? cut : "0");
}
