import { escapeHtml } from "./escape.ts";

const path = "/badge/tally/visits.svg";

/**
 * A badge, and what to copy to have it elsewhere.
 *
 * @param origin of this service as the visitor knows it, such as `http://localhost:8080`
 * @param counts whether to look at it is a visit
 */
export function renderBadge(origin: string, counts: boolean): string {
  const image = `${origin}${path}`;
  return `<section aria-labelledby="badge" data-origin="${escapeHtml(origin)}">
<h2 id="badge">A badge for your page</h2>
<p>${counts ? "Every look at it counts a visit." : "It shows the visits."} <img class="badge" src="${path}?count=false" height="20" alt="The badge: visits and their number"></p>
${renderSnippet("markdown", "Markdown", `[![visits](${image})](${origin}/)`)}
${renderSnippet("html", "HTML", `<a href="${origin}/"><img src="${image}" alt="visits"></a>`)}
<p id="copied" role="status"></p>
</section>`;
}

function renderSnippet(id: string, label: string, snippet: string): string {
  return `<div class="snippet">
<label for="${id}">${label}</label>
<input id="${id}" value="${escapeHtml(snippet)}" readonly spellcheck="false">
<button class="plain" type="button" data-copy="${id}" aria-label="Copy the ${label}" hidden>Copy</button>
</div>`;
}
