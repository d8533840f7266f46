import { iconUrl, mark } from "./mark.ts";
import { style } from "./style.ts";

/** A whole HTML document. Both arguments are markup already. */
export function renderPage(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="${iconUrl}">
<style>${style}</style>
</head>
<body>
<main>
${mark}
${content}
</main>
</body>
</html>
`;
}
