import type { PageCounts } from "../counting/counters.ts";
import { renderFigures } from "./figures.ts";
import { renderPage } from "./layout.ts";

const pausedNotice = `<p role="status">Counting is paused. Please come back in a moment.</p>\n`;

/** The home page; without counts it says that counting is paused. */
export function renderHome(counts: PageCounts | undefined): string {
  const figures = renderFigures([
    { id: "page-views", label: "Page views", value: counts?.pageViews },
    { id: "votes", label: "Votes", value: counts?.votes },
    { id: "visits", label: "Visits", value: counts?.visits },
  ]);
  return renderPage(
    "Tally",
    `<h1>Welcome to Tally</h1>
<p>Every look at this page is counted. So is your vote.</p>
${figures}
${counts ? "" : pausedNotice}<form method="post" action="/vote"><button${counts ? "" : " disabled"}>Vote</button></form>`,
  );
}
