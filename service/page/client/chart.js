/** @typedef {{ times: number[], counts: number[] }} Series times in seconds since the epoch */

/** @typedef {typeof import("uplot")} Library */

/**
 * @typedef {object} Bars
 * @property {number} lengthMs of a bucket
 * @property {Intl.DateTimeFormat} format of a bucket's start
 * @property {(index: number | undefined) => void} point told which bar is pointed at
 */

/** @type {Library | undefined} its script comes before this one, if it arrives */
const Plot = Reflect.get(globalThis, "uPlot");

const heightPx = 180;
const font = "12px system-ui, sans-serif";
const wholeSteps = Array.from({ length: 18 }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
).flat();
const compact = new Intl.NumberFormat("en", { notation: "compact" });

/**
 * Draws bars in an element and keeps them as wide as it is. Undefined where the
 * library did not arrive: the table is there without it.
 *
 * @param {HTMLElement} element
 * @param {Series} series
 * @param {Bars} bars
 */
export function drawBars(element, series, bars) {
  if (!Plot) return undefined;
  element.hidden = false;
  const plot = new Plot(options(Plot, element, bars), [series.times, series.counts], element);
  new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: heightPx })).observe(element);
  // The colours of a canvas do not follow a style sheet by themselves.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plot.redraw());
  return {
    /** @param {Series} next */
    show: (next) => plot.setData([next.times, next.counts]),
  };
}

/**
 * @param {Library} library
 * @param {HTMLElement} element
 * @param {Bars} bars
 * @returns {import("uplot").Options}
 */
function options(library, element, { lengthMs, format, point }) {
  const styles = getComputedStyle(element);
  const axis = { font, stroke: () => styles.caretColor, ticks: { show: false } };
  const halfSeconds = lengthMs / 2000;
  const paths = library.paths.bars?.({ size: [0.72, 40], radius: 0.2 });
  return {
    width: element.clientWidth,
    height: heightPx,
    tzDate: (seconds) => library.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    padding: [8, 20, 0, 0],
    scales: {
      x: { range: (_, first, last) => [first - halfSeconds, last + halfSeconds] },
      y: { range: (_, _low, high) => [0, Math.max(4, high * 1.05)] },
    },
    axes: [
      {
        ...axis,
        size: 28,
        space: 56,
        grid: { show: false },
        values: (_, splits) => splits.map((seconds) => format.format(seconds * 1000)),
      },
      {
        ...axis,
        size: 44,
        space: 36,
        incrs: wholeSteps,
        grid: { stroke: () => styles.outlineColor, width: 1 },
        values: (_, splits) => splits.map((count) => compact.format(count)),
      },
    ],
    series: [{}, { fill: () => styles.color, width: 0, points: { show: false }, ...(paths && { paths }) }],
    hooks: { setCursor: [({ cursor }) => point(cursor.idx ?? undefined)] },
  };
}
