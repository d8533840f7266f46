import { showNumber, shownNumber } from "./figures.js";
import { loadHistory } from "./history.js";
import { enliven } from "./trend.js";

const hourMs = 3_600_000;
// An event comes sooner than this after what it tells of.
const newsMs = 5000;

const trends = Array.from(document.querySelectorAll("figure.trend"), (figure) =>
  enliven(/** @type {HTMLElement} */ (figure)),
);
// The server's clock decides which day it is.
const clock = document.querySelector("[data-now]");
const skewMs = clock ? Number(clock.getAttribute("data-now")) - Date.now() : 0;
let seenMs = serverMs();
let isBehind = false;

/**
 * Shows page views in the charts of hours and days.
 *
 * @param {bigint} count since the last time
 */
export function showViews(count) {
  const beforeMs = seenMs;
  seenMs = serverMs();
  // What is on its way has these as well.
  if (isBehind) return;
  const isNewHour = Math.floor(seenMs / hourMs) !== Math.floor(beforeMs / hourMs);
  // The page was hidden or the machine slept: nobody knows which are of this hour.
  if (isNewHour && seenMs - beforeMs > newsMs) void catchUp();
  else add(count);
}

async function catchUp() {
  isBehind = true;
  const history = await loadHistory("tally/total_visitors");
  isBehind = false;
  for (const trend of trends) trend.load(history, serverMs());
  // It was read at another moment than the number that the page shows.
  showViews((shownNumber("page-views") ?? history.value) - history.value);
}

/** @param {bigint} count */
function add(count) {
  for (const trend of trends) {
    const sum = trend.add(count, serverMs());
    if (trend === trends.at(-1)) showNumber("page-views-today", sum);
  }
}

function serverMs() {
  return Date.now() + skewMs;
}
