/** The lines of a rendered text, without their indentation. */
export function linesOf(text: string): string[] {
  return text.split("\n").map((line) => line.trim());
}
