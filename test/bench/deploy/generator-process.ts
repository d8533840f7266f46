import { performance } from "node:perf_hooks";
import { type LoadReport, startLoad } from "../../support/load.ts";
import type { GeneratorCall, Lap } from "./generator.ts";

const timerMs = 10;

const [url = "", requestsPerSecond] = process.argv.slice(2);
const load = startLoad({ url, requestsPerSecond: Number(requestsPerSecond) });
let utilization = performance.eventLoopUtilization();
let latenessMs: number[] = [];

process.on("message", async (call: GeneratorCall) => {
  process.send?.(withTimes(call === "lap" ? load.lap() : await load.stop()));
});
// Nobody asks any more: the benchmark has ended, however it did.
process.once("disconnect", () => process.exit());
keepTime();

function keepTime(): void {
  const dueMs = performance.now() + timerMs;
  setTimeout(() => {
    latenessMs.push(Math.max(0, performance.now() - dueMs));
    keepTime();
  }, timerMs);
}

function withTimes(report: LoadReport): Lap {
  const [last, late] = [utilization, latenessMs];
  utilization = performance.eventLoopUtilization();
  latenessMs = [];
  return {
    ...report,
    busy: performance.eventLoopUtilization(utilization, last).utilization,
    latenessMs: late,
  };
}
