import { performance } from "node:perf_hooks";
import { parentPort, workerData } from "node:worker_threads";
import { type LoadOptions, type LoadReport, startLoad } from "../../support/load.ts";
import type { GeneratorCall, Lap } from "./generator.ts";

const timerMs = 10;

const load = startLoad(workerData as LoadOptions);
let utilization = performance.eventLoopUtilization();
let latenessMs: number[] = [];

parentPort?.on("message", async (call: GeneratorCall) => {
  parentPort?.postMessage(withTimes(call === "lap" ? load.lap() : await load.stop()));
});
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
