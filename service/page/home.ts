import type { History, PageCounts, UniqueVisitors } from "../counting/counters.ts";
import { scripts } from "./assets.ts";
import { renderBadge } from "./badge.ts";
import { renderFigures } from "./figures.ts";
import { renderHistory } from "./history.ts";
import { renderPage } from "./layout.ts";
import { renderVoting, type VoteOutcome } from "./voting.ts";

export interface HomeView {
  /** Undefined while counting is paused. */
  readonly counts: PageCounts | undefined;
  /** Of the page views. */
  readonly history: Pick<History, "value" | "hours" | "days"> | undefined;
  readonly visitors: UniqueVisitors | undefined;
  /** How many votes this visitor can take back. */
  readonly undoable: number;
  /** Why the form that this visitor has just sent has changed nothing. */
  readonly outcome?: VoteOutcome | undefined;
  /** The service's own, as this visitor knows it. */
  readonly origin: string;
  /** Whether anybody may read counters, and hit them. */
  readonly mayRead: boolean;
  readonly mayHit: boolean;
  /** Whether the page may follow the counters. */
  readonly isLive: boolean;
  /** Whether a browser loads the page ahead, which did not count. */
  readonly uncountedAhead: boolean;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

const pausedNotice = `<p role="status" id="paused">Counting is paused. Please come back in a moment.</p>\n`;

/** The home page; without counts it says that counting is paused. */
export function renderHome({
  counts,
  history,
  visitors,
  undoable,
  outcome,
  nowMs,
  ...rest
}: HomeView): string {
  const { origin, mayRead, mayHit, isLive, uncountedAhead } = rest;
  const figures = renderFigures([
    { id: "page-views", label: "Page views", value: counts?.pageViews },
    { id: "votes", label: "Votes", value: counts?.votes },
    { id: "visits", label: "Visits", value: counts?.visits },
  ]);
  const pageViews = counts?.pageViews;
  return renderPage(
    "Tally",
    `<h1>Welcome to Tally</h1>
<p${uncountedAhead ? ' data-uncounted="ahead"' : ""}>Every look at this page is counted. So is your vote. ${isLive ? '<span id="live" hidden></span>' : ""}</p>
${figures}
${counts ? "" : pausedNotice}${renderVoting(counts !== undefined, undoable, outcome)}
${pageViews !== undefined && history ? renderHistory({ pageViews, history, visitors, nowMs }) : ""}
${mayRead ? renderBadge(origin, mayHit) : ""}
<footer><p>Count anything: <a href="/docs">the API and how to use it</a>.</p></footer>`,
    `<meta name="description" content="A counting service: exact counters, badges and their history">\n${scripts}\n`,
  );
}
