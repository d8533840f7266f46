/** A block of nginx's configuration, its lines indented. */
export function block(head: string, lines: readonly string[]): string {
  const body = lines.flatMap((line) => line.trimEnd().split("\n")).map((line) => `    ${line}`);
  return `${head} {\n${body.join("\n")}\n}\n`;
}

/** A variable that depends on the value of others. */
export function map(from: string, to: string, cases: Readonly<Record<string, string>>): string {
  return block(
    `map ${from} ${to}`,
    Object.entries(cases).map(([value, result]) => `${quote(value)} ${quote(result)};`),
  );
}

/** A variable that has each of the values equally often, and always the same one for the same key. */
export function split(key: string, to: string, values: readonly string[]): string {
  // Of two decimals, which is what nginx takes; the last value has what they leave.
  const percent = Math.floor(10_000 / values.length) / 100;
  const cases = values.map((value, index) => `${index < values.length - 1 ? `${percent}%` : "*"} ${value};`);
  return block(`split_clients "${key}" ${to}`, cases);
}

/** A text as nginx reads it; variables in it are still replaced. */
function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
