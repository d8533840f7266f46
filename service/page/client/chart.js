/** @typedef {import("uplot")} Plot */
/** @typedef {{ times: number[], counts: number[] }} Series times in seconds since the epoch */

/** @type {typeof import("uplot")} the library's script comes before this one */
const Plot = Reflect.get(globalThis, "uPlot");

const { bars } = Plot.paths;
const heightPx = 180;
const font = "12px system-ui, sans-serif";
const wholeSteps = Array.from({ length: 18 }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
).flat();
const compact = new Intl.NumberFormat("en", { notation: "compact" });

/**
 * Draws bars in an element and keeps them as wide as it is.
 *
 * @param {HTMLElement} element
 * @param {Series} series
 * @param {number} bucketSeconds
 * @param {(index: number | undefined) => void} point told which bar is pointed at
 */
export function drawBars(element, series, bucketSeconds, point) {
  element.hidden = false;
  const plot = new Plot(options(element, bucketSeconds, point), [series.times, series.counts], element);
  new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: heightPx })).observe(element);
  // The colours of a canvas do not follow a style sheet by themselves.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plot.redraw());
  return {
    /** @param {Series} next */
    show: (next) => plot.setData([next.times, next.counts]),
  };
}

/**
 * @param {HTMLElement} element
 * @param {number} bucketSeconds
 * @param {(index: number | undefined) => void} point
 * @returns {import("uplot").Options}
 */
function options(element, bucketSeconds, point) {
  const styles = getComputedStyle(element);
  const axis = {
    font,
    stroke: () => styles.caretColor,
    ticks: { show: false },
  };
  const half = bucketSeconds / 2;
  return {
    width: element.clientWidth,
    height: heightPx,
    tzDate: (seconds) => Plot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    padding: [8, 20, 0, 0],
    scales: {
      x: { range: (_, first, last) => [first - half, last + half] },
      y: { range: (_, _low, high) => [0, Math.max(4, high * 1.05)] },
    },
    axes: [
      {
        ...axis,
        size: 28,
        space: 56,
        grid: { show: false },
        values: (_, splits) => splits.map(label(bucketSeconds)),
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
    series: [
      {},
      {
        fill: () => styles.color,
        width: 0,
        points: { show: false },
        ...(bars && { paths: bars({ size: [0.72, 40], radius: 0.2 }) }),
      },
    ],
    hooks: { setCursor: [({ cursor }) => point(cursor.idx ?? undefined)] },
  };
}

/** @param {number} bucketSeconds */
function label(bucketSeconds) {
  const parts =
    bucketSeconds < 86_400 ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short" };
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", .../** @type {object} */ (parts) });
  return (/** @type {number} */ seconds) => format.format(seconds * 1000);
}
