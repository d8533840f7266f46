import { styleLink } from "./assets.ts";
import { iconUrl, mark } from "./mark.ts";

export interface Page {
  readonly title: string;
  /** Markup for the main part. */
  readonly content: string;
  /** Markup for the head, beyond what every page has. */
  readonly head?: string;
}

/** A whole HTML document. */
export function renderPage({ title, content, head = "" }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="${iconUrl}">
${styleLink}
${head}</head>
<body>
<main>
${mark}
${content}
</main>
</body>
</html>
`;
}
