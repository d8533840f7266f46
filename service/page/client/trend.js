import { drawBars } from "./chart.js";
import { createNumber } from "./figures.js";

/** @typedef {{ startMs: number, count: bigint }} Bucket */

const lengthsMs = { hour: 3_600_000, day: 86_400_000 };

const formats = {
  hour: new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", hour: "2-digit", minute: "2-digit" }),
  day: new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short" }),
};

/**
 * Draws what a figure's table says, and keeps both up to date.
 *
 * @param {HTMLElement} figure
 */
export function enliven(figure) {
  const by = figure.dataset.by === "hour" ? "hour" : "day";
  const table = /** @type {HTMLTableElement} */ (figure.querySelector("table"));
  const element = /** @type {HTMLElement} */ (figure.querySelector(".chart"));
  const readout = /** @type {HTMLElement} */ (figure.querySelector(".readout"));
  const buckets = readTable(table);

  const format = formats[by];
  const lengthMs = lengthsMs[by];

  /** @param {number | undefined} index */
  function point(index) {
    const bucket = buckets[index ?? buckets.length];
    readout.textContent = bucket ? `${format.format(bucket.startMs)}: ${bucket.count}` : "";
  }

  const chart = drawBars(element, seriesOf(buckets), { lengthMs, format, point });

  /** @param {number} nowMs since the epoch */
  function moveTo(nowMs) {
    moveOn(buckets, nowMs - (nowMs % lengthMs), lengthMs);
  }

  return {
    /**
     * Replaces what the buckets hold; the next count shows it.
     *
     * @param {import("./history.js").History} history
     * @param {number} nowMs since the epoch
     */
    load(history, nowMs) {
      moveTo(nowMs);
      for (const bucket of buckets) bucket.count = history[by].get(bucket.startMs) ?? 0n;
    },
    /**
     * @param {bigint} count negative where something was taken back
     * @param {number} nowMs since the epoch
     * @returns {bigint} what the current bucket holds now
     */
    add(count, nowMs) {
      moveTo(nowMs);
      const last = /** @type {Bucket} */ (buckets.at(-1));
      last.count = last.count + count > 0n ? last.count + count : 0n;
      chart?.show(seriesOf(buckets));
      writeTable(table, buckets, format);
      return last.count;
    },
  };
}

/**
 * Lets time pass: an empty bucket for each that has begun, and as many less at the other end.
 *
 * @param {Bucket[]} buckets
 * @param {number} startMs of the current one
 * @param {number} lengthMs
 */
function moveOn(buckets, startMs, lengthMs) {
  const missed = Math.round((startMs - (buckets.at(-1)?.startMs ?? startMs)) / lengthMs);
  for (let left = Math.min(missed, buckets.length); left > 0; left -= 1) {
    buckets.shift();
    buckets.push({ startMs: startMs - (left - 1) * lengthMs, count: 0n });
  }
}

/** @param {readonly Bucket[]} buckets */
function seriesOf(buckets) {
  return {
    times: buckets.map(({ startMs }) => startMs / 1000),
    counts: buckets.map(({ count }) => Number(count)),
  };
}

/**
 * @param {HTMLTableElement} table
 * @returns {Bucket[]}
 */
function readTable(table) {
  return Array.from(table.tBodies[0]?.rows ?? [], (row) => ({
    startMs: Date.parse(row.querySelector("time")?.dateTime ?? ""),
    count: BigInt(row.querySelector("data")?.value ?? 0),
  }));
}

/**
 * @param {HTMLTableElement} table
 * @param {readonly Bucket[]} buckets
 * @param {Intl.DateTimeFormat} format
 */
function writeTable(table, buckets, format) {
  for (const [index, row] of Array.from(table.tBodies[0]?.rows ?? []).entries()) {
    const { startMs, count } = /** @type {Bucket} */ (buckets[index]);
    const time = row.querySelector("time");
    if (time) {
      time.dateTime = new Date(startMs).toISOString();
      time.textContent = format.format(startMs);
    }
    row.querySelector("data")?.replaceWith(createNumber(count));
  }
}
