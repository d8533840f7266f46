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

/** A text as nginx reads it; variables in it are still replaced. */
function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
