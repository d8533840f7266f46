/** One bar: a median and the span of its rounds. */
export interface Bar {
  readonly label: string;
  readonly median: number;
  readonly least: number;
  readonly most: number;
  /** What stands beside the bar, after its number. */
  readonly note: string;
}

export interface Chart {
  readonly title: string;
  readonly bars: readonly Bar[];
}

const width = 900;
const left = 260;
const right = 170;
const rowHeight = 26;
const titleHeight = 44;

/** Draws charts below each other, each with a scale of its own, as an SVG document. */
export function renderPlot(charts: readonly Chart[]): string {
  let top = 0;
  const parts = charts.map((chart) => {
    const drawn = renderChart(chart, top);
    top += titleHeight + chart.bars.length * rowHeight + 16;
    return drawn;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" width="${width}" height="${top}" font-family="system-ui, sans-serif" font-size="13">`,
    "<title>What the benchmark has measured</title>",
    '<rect width="100%" height="100%" fill="#fff"/>',
    ...parts,
    "</svg>\n",
  ].join("\n");
}

function renderChart({ title, bars }: Chart, top: number): string {
  const longest = Math.max(...bars.map(({ most }) => most), 1);
  const x = (value: number) => round(left + (value / longest) * (width - left - right));
  const rows = bars.map(({ label, median, least, most, note }, index) => {
    const y = top + titleHeight + index * rowHeight;
    const middle = y + rowHeight / 2 - 3;
    return [
      `<text x="${left - 8}" y="${middle + 5}" text-anchor="end">${escapeText(label)}</text>`,
      `<rect x="${left}" y="${y}" width="${round(x(median) - left)}" height="${rowHeight - 6}" fill="${label.startsWith("Tally") ? "#2a6fb0" : "#9aa7b4"}"/>`,
      `<path d="M${x(least)} ${middle}H${x(most)}M${x(least)} ${middle - 4}v8M${x(most)} ${middle - 4}v8" stroke="#222" fill="none"/>`,
      `<text x="${x(most) + 8}" y="${middle + 5}">${escapeText(`${Math.round(median)}${note && ` · ${note}`}`)}</text>`,
    ].join("\n");
  });
  return [
    `<text x="12" y="${top + 28}" font-size="16" font-weight="600">${escapeText(title)}</text>`,
    ...rows,
  ].join("\n");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
