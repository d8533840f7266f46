/** A block of nginx's configuration, with its lines set in. */
export function block(head: string, lines: readonly string[]): string {
  const body = lines.flatMap((line) => line.trimEnd().split("\n")).map((line) => `    ${line}`);
  return `${head} {\n${body.join("\n")}\n}\n`;
}
