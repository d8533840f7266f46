import type { Bucket } from "../counting/counters.ts";
import { renderNumber } from "./figures.ts";

export type BucketLength = "hour" | "day";

export interface Trend {
  readonly by: BucketLength;
  readonly caption: string;
  /** Oldest first, without a gap. */
  readonly buckets: readonly Bucket[];
}

const lengthMs = { hour: 3_600_000, day: 86_400_000 };

// As browsers abbreviate them, whose chart has the same days.
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"];

/** In UTC: `09:00` or `3 Aug`. */
const names: Readonly<Record<BucketLength, (start: Date) => string>> = {
  hour: (start) => start.toISOString().slice(11, 16),
  day: (start) => `${start.getUTCDate()} ${months[start.getUTCMonth()]}`,
};

/**
 * The last buckets up to this moment, those without a count included.
 *
 * @param nowMs since the epoch
 */
export function lastBuckets(
  counted: readonly Bucket[],
  by: BucketLength,
  count: number,
  nowMs: number,
): Bucket[] {
  const byStart = new Map(counted.map((bucket) => [bucket.start, bucket.count]));
  const last = nowMs - (nowMs % lengthMs[by]);
  return Array.from({ length: count }, (_, index) => {
    const start = last - (count - 1 - index) * lengthMs[by];
    return { start, count: byStart.get(start) ?? 0n };
  });
}

/** The numbers as a table, and a place for the chart that a browser draws from it. */
export function renderTrend({ by, caption, buckets }: Trend): string {
  return `<figure class="trend" data-by="${by}">
<figcaption><span>${caption}</span> <span class="readout" aria-hidden="true"></span></figcaption>
<div class="chart" role="img" aria-label="Bars of the page views in ${caption.toLowerCase()}. The table below has the same numbers." hidden></div>
<details>
<summary>As a table<span class="unseen">: ${caption.toLowerCase()}</span></summary>
<table>
<caption>Page views, ${caption.toLowerCase()} (UTC)</caption>
<thead><tr><th scope="col">${by === "hour" ? "Hour" : "Day"}</th><th scope="col">Page views</th></tr></thead>
<tbody>
${buckets.map((bucket) => renderRow(bucket, by)).join("\n")}
</tbody>
</table>
</details>
</figure>`;
}

function renderRow(bucket: Bucket, by: BucketLength): string {
  const start = new Date(bucket.start);
  const time = `<time datetime="${start.toISOString()}">${names[by](start)}</time>`;
  return `<tr><th scope="row">${time}</th><td>${renderNumber(bucket.count)}</td></tr>`;
}
