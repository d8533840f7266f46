import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { connectDocker } from "../../stack/containers/docker.ts";
import { prepareMachine } from "../../stack/machine/machine.ts";
import { projectPath } from "../../stack/release/build-context.ts";
import { removeAbandoned } from "../support/abandoned.ts";
import { percent } from "./figures.ts";
import { watchProcessors } from "./processors.ts";
import { createProgress } from "./progress.ts";
import { chartsOf } from "./throughput/charts.ts";
import { parseThroughputOptions, type ThroughputOptions } from "./throughput/options.ts";
import { renderPlot } from "./throughput/plot.ts";
import { renderReport } from "./throughput/report.ts";
import { measure } from "./throughput/run.ts";
import { judge } from "./throughput/targets.ts";

const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.on(name, () => stop.abort(new Error(`stopped by ${name}`)));
}

/** How long the machine is looked at before anything is started, in milliseconds. */
const lookMs = 3000;
const folder = projectPath("test/artefacts");

try {
  process.exitCode = (await run(parseThroughputOptions(process.argv.slice(2)))) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

/** @returns whether every answer was a good one and every count exact; a target that is missed is no failure */
async function run(options: ThroughputOptions): Promise<boolean> {
  const { signal } = stop;
  const docker = connectDocker();
  const baseImages = { node: undefined, nginx: undefined, redis: undefined };
  await prepareMachine({ docker, report: (line) => console.error(line), baseImages });
  await removeAbandoned(docker);
  const busy = watchProcessors();
  await sleep(lookMs, undefined, { signal });
  const { rounds, seconds, counters } = options;
  const circumstances = [
    `${availableParallelism()} processors; before the start, other work kept them ${percent(busy())} busy.`,
    `${rounds} rounds of ${seconds} s for each contender, 64 connections from inside the proxy's network; where there are many counters, ${counters}.`,
  ];

  const measured = await measure({ docker, options, progress: createProgress("turns"), signal });
  const report = renderReport({ measured, targets: judge(measured), circumstances });
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/bench.md`, report);
  await writeFile(`${folder}/bench.svg`, renderPlot(chartsOf(measured)));
  await writeFile(`${folder}/bench.json`, `${JSON.stringify(measured, undefined, 2)}\n`);
  console.log(`\n${report}\nWritten to ${folder}: bench.md, bench.svg and bench.json.`);
  return measured.problems.length === 0;
}
