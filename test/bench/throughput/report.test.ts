import { expect } from "chai";
import { chartsOf } from "./charts.ts";
import { names } from "./contenders.ts";
import { measurements } from "./fake-measurements.ts";
import { renderPlot } from "./plot.ts";
import { renderReport } from "./report.ts";
import { judge } from "./targets.ts";

const rounds = measurements(
  { [names.tally]: 900, [names.seeds]: 100, [names.bare]: 1000 },
  { [names.tally]: 800, [names.seeds]: 80, [names.bare]: 1000 },
  { [names.tally]: 850, [names.seeds]: 90, [names.bare]: 1000 },
);
const replicas = [
  { count: 1, requestsPerSecond: [500, 450] },
  { count: 3, requestsPerSecond: [1000, 900] },
];
const measured = { ...rounds, replicas, problems: ["Tally: 3 requests were answered and 2 counted"] };

describe("renderReport", () => {
  const report = renderReport({ measured, targets: judge(measured), circumstances: ["2 processors."] });
  const row = (start: string) => report.split("\n").find((line) => line.startsWith(`| ${start}`));

  it("has a row of medians, spans and ratios for each contender", () => {
    expect(row(names.tally)).to.match(/ 850 \| +\(800 900\) \| +0\.85 \|/);
    expect(row(names.bare)).to.match(/ 1000 \| +\(1000 1000\) \| +1\.00 \|/);
  });

  it("says of each target what was measured and whether it is met", () => {
    expect(row("throughput ÷ seeds' system as started")).to.match(/≥ 12 \| +9\.44 \| +MISSED \|/);
    expect(row("throughput ÷ bare")).to.match(/≥ 0\.8 \| +0\.850 \| +met \|/);
    expect(row("throughput ÷ the Node example")).to.match(/– \| not measured \|/);
  });

  it("shows how throughput goes with replicas, and what makes the run fail", () => {
    expect(row("1 ")).to.match(/475 \| +0\.50 \|/);
    expect(report).to.contain("Failed: Tally: 3 requests were answered and 2 counted");
  });
});

describe("renderPlot", () => {
  const svg = renderPlot(chartsOf(measured));

  it("draws a bar for each contender as long as its median, with its ratio", () => {
    const bars = [...svg.matchAll(/<rect x="260" y="(\d+)" width="([\d.]+)"/g)].map(([, , width]) =>
      Number(width),
    );
    expect(bars).to.have.lengthOf(3 + 3 + replicas.length);
    const [tally = 0, , bare = 0] = bars;
    expect(tally / bare).to.be.closeTo(0.85, 0.001);
    expect(svg).to.contain("850 · 0.85 × bare");
  });

  it("is a document that escapes what is text", () => {
    const bar = { label: "a < b & c", median: 1, least: 1, most: 1, note: "" };
    expect(renderPlot([{ title: "x", bars: [bar] }])).to.match(/^<svg xmlns.*a &lt; b &amp; c.*<\/svg>\n$/s);
  });

  it("draws what was measured in one round only", () => {
    expect(renderPlot(chartsOf(measurements({ [names.tally]: 100 })))).not.to.contain("NaN");
  });
});
