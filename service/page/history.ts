import type { Bucket, History, UniqueVisitors } from "../counting/counters.ts";
import { type Figure, renderFigures } from "./figures.ts";
import { lastBuckets, renderTrend } from "./trend.ts";

export interface HistoryView {
  readonly pageViews: bigint;
  readonly history: Pick<History, "value" | "hours" | "days">;
  /** Undefined where they are not counted. */
  readonly visitors: UniqueVisitors | undefined;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

const dayMs = 86_400_000;

/** Today and the weeks before it. */
export function renderHistory({ pageViews, history, visitors, nowMs }: HistoryView): string {
  // The history was read at another moment than the page views, perhaps a second ago.
  const since = pageViews - history.value;
  const hours = addToLast(lastBuckets(history.hours, "hour", 24, nowMs), since);
  const days = addToLast(lastBuckets(history.days, "day", 28, nowMs), since);
  const viewsToday: Figure = { id: "page-views-today", label: "Page views today", value: days.at(-1)?.count };
  return `<section aria-labelledby="history">
<h2 id="history">Today and the last weeks</h2>
${renderFigures([viewsToday, ...visitorFigures(visitors, nowMs)])}
<div class="trends" data-now="${nowMs}">
${renderTrend({ by: "hour", caption: "The last 24 hours", buckets: hours })}
${renderTrend({ by: "day", caption: "The last four weeks", buckets: days })}
</div>
<p class="note">Hours and days are those of UTC.${visitors ? " Visitors are estimated without cookies, and no counter keeps a name or an address." : ""}</p>
</section>`;
}

function addToLast(buckets: readonly Bucket[], count: bigint): Bucket[] {
  return buckets.map((bucket, index) => {
    if (index < buckets.length - 1) return bucket;
    const sum = bucket.count + count;
    return { start: bucket.start, count: sum > 0n ? sum : 0n };
  });
}

function visitorFigures(visitors: UniqueVisitors | undefined, nowMs: number): Figure[] {
  if (!visitors) return [];
  const today = visitors.days.find(({ start }) => start === nowMs - (nowMs % dayMs))?.visitors ?? 0;
  return [
    { id: "visitors-today", label: "Visitors today", value: BigInt(today), about: true },
    { id: "visitors", label: "Visitors in total", value: BigInt(visitors.total), about: true },
  ];
}
