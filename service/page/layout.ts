import { styleLink } from "./assets.ts";
import { iconUrl, mark } from "./mark.ts";

/** A whole HTML document. The arguments are markup already; `head` is what only this page has in its head. */
export function renderPage(title: string, content: string, head = ""): string {
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
