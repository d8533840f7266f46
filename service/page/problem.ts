import type { Problem } from "../problem.ts";
import { escapeHtml } from "./escape.ts";
import { renderPage } from "./layout.ts";

/** What went wrong, for people. */
export function renderProblem({ title, status, detail, requestId }: Problem): string {
  return renderPage(
    `${escapeHtml(title)} – Tally`,
    `<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(detail ?? "Please try again in a moment.")}</p>
<p class="note">Status ${status}${requestId === undefined ? "" : `, request <code>${escapeHtml(requestId)}</code>`}</p>
<footer><p><a href="/">Tally’s page</a></p></footer>`,
  );
}
